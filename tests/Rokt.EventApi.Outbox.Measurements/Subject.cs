using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Rokt.EventApi.Outbox.Databases;
using Rokt.EventApi.Outbox.Storage;

namespace Rokt.EventApi.Outbox.Measurements;

/// <summary>An application with an outbox.</summary>
internal sealed class Subject : IAsyncDisposable
{
    public static readonly string FilePath = Path.Combine(Directory.CreateTempSubdirectory("outbox-").FullName, "outbox.db");

    private readonly ServiceProvider _services;
    private readonly IHostedService? _dispatcher;

    private Subject(ServiceProvider services, IHostedService? dispatcher)
    {
        _services = services;
        _dispatcher = dispatcher;
    }

    public IServiceProvider Services => _services;

    public IOutboxStore Rows => _services.GetRequiredKeyedService<OutboxSet>("").All[0].Store;

    public IOutbox Outbox => _services.GetRequiredService<IOutbox>();

    public static async Task<Subject> StartAsync(string? connection, Uri address, bool delivers, double? batchesPerSecond = null)
    {
        var services = new ServiceCollection();
        services.AddRoktEventApi(options =>
        {
            (options.ApiKey, options.ApiSecret, options.Environment) = ("key", "secret", EventEnvironment.Development);
            options.BaseAddress = address;
            options.RateLimit.BatchesPerSecond = batchesPerSecond;
        });
        if (connection is null)
        {
            services.AddRoktEventApiOutbox(options => options.UseFile(FilePath));
        }
        else
        {
            services.AddDbContext<ShopDbContext>(options => options.UseNpgsql(connection)).AddRoktEventApiOutbox<ShopDbContext>();
        }

        ServiceProvider provider = services.BuildServiceProvider();
        IHostedService? dispatcher = delivers ? provider.GetServices<IHostedService>().Single() : null;
        await (dispatcher?.StartAsync(CancellationToken.None) ?? Task.CompletedTask);
        return new Subject(provider, dispatcher);
    }

    public async ValueTask DisposeAsync()
    {
        await (_dispatcher?.StopAsync(CancellationToken.None) ?? Task.CompletedTask);
        await _services.DisposeAsync();
    }
}
