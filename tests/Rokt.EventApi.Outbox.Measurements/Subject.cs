using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Rokt.EventApi.Outbox.Databases;
using Rokt.EventApi.Outbox.Storage;

namespace Rokt.EventApi.Outbox.Measurements;

/// <summary>An application with an outbox.</summary>
internal sealed class Subject : IAsyncDisposable
{
    private readonly ServiceProvider _services;
    private readonly List<IHostedService> _started = [];
    private readonly ConcurrentQueue<TimeSpan> _departures;

    private Subject(ServiceProvider services, ConcurrentQueue<TimeSpan> departures) => (_services, _departures) = (services, departures);

    public IServiceProvider Services => _services;

    /// <summary>Gets when each request was sent, where there is a limit.</summary>
    public IEnumerable<TimeSpan> Departures => _departures;

    public IOutboxStore Rows => _services.GetRequiredKeyedService<OutboxSet>("").All[0].Store;

    public IOutbox Outbox => _services.GetRequiredService<IOutbox>();

    /// <summary>Starts it.</summary>
    /// <param name="register">Registers the outbox.</param>
    /// <param name="address">Where to; null if it only stores.</param>
    /// <param name="batchesPerSecond">The limit.</param>
    public static async Task<Subject> StartAsync(Action<IServiceCollection, Action<OutboxOptions>> register, Uri? address, double? batchesPerSecond = null)
    {
        IServiceCollection services = new ServiceCollection().AddLogging();
        IHttpClientBuilder client = services.AddRoktEventApi(options =>
        {
            (options.ApiKey, options.ApiSecret, options.Environment) = ("key", "secret", EventEnvironment.Development);
            options.BaseAddress = address ?? new Uri("http://127.0.0.1:9");
            options.RateLimit.BatchesPerSecond = batchesPerSecond;
        });
        var departures = new ConcurrentQueue<TimeSpan>();
        if (batchesPerSecond is not null)
        {
            client.AddHttpMessageHandler(() => new DepartureLog(departures));
        }

        register(services, options => options.Deliver = address is not null);
        services.AddHealthChecks().AddRoktEventApiOutbox();
        var subject = new Subject(services.BuildServiceProvider(), departures);
        foreach (IHostedService service in subject._services.GetServices<IHostedService>())
        {
            await service.StartAsync(CancellationToken.None);
            subject._started.Add(service);
        }

        return subject;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (IHostedService service in _started)
        {
            await service.StopAsync(CancellationToken.None);
        }

        await _services.DisposeAsync();
    }
}
