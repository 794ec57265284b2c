using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Rokt.EventApi.Outbox.FaultTests;

/// <summary>An application with an outbox in this process.</summary>
internal sealed class LocalApplication : IAsyncDisposable
{
    private readonly IHost _host;
    private readonly StrongBox<int> _sends;
    private readonly ConcurrentDictionary<long, int> _perSecond;

    private LocalApplication(IHost host, StrongBox<int> sends, ConcurrentDictionary<long, int> perSecond) =>
        (_host, _sends, _perSecond) = (host, sends, perSecond);

    /// <summary>Whether a request is in flight.</summary>
    public bool IsSending => Volatile.Read(ref _sends.Value) > 0;

    /// <summary>The most requests that its rate limiter admitted in ten seconds of its clock.</summary>
    public int MostInTenSeconds => _perSecond.Keys.Max(first => Enumerable.Range(0, 10).Sum(second => _perSecond.GetValueOrDefault(first + second)));

    public IOutbox Outbox => _host.Services.GetRequiredService<IOutbox>();

    public static async Task<LocalApplication> StartAsync(FaultStore store, Uri address, TimeProvider clock, Action<OutboxOptions>? configure = null, double? rate = 270)
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Logging.ClearProviders();
        var admission = new AdmissionClock(clock);
        builder.Services.AddSingleton<TimeProvider>(admission);
        var sends = new StrongBox<int>();
        var perSecond = new ConcurrentDictionary<long, int>();
        builder.Services.AddRoktEventApi(options =>
        {
            (options.ApiKey, options.ApiSecret, options.Environment) = ("key", "secret", EventEnvironment.Development);
            options.BaseAddress = address;
            options.RateLimit.BatchesPerSecond = rate;
        }).AddHttpMessageHandler(() => new CountingHandler(sends, perSecond, admission));
        store.Register(builder.Services, configure ?? (_ => { }));
        IHost host = builder.Build();
        await host.StartAsync();
        return new LocalApplication(host, sends, perSecond);
    }

    /// <summary>Delivers what a killed process left.</summary>
    public static async Task DrainAsync(FaultStore store, Uri address)
    {
        store.EndLease();
        await using LocalApplication application = await StartAsync(
            store, address, TimeProvider.System, options => options.MaxBackoff = TimeSpan.FromSeconds(2), rate: null);
        await Eventually.EmptyAsync(store, () => "the rest is delivered");
    }

    public Task EnqueueAsync(string reference, DateTimeOffset? notBefore = null) => Outbox.EnqueueAsync(
        ConversionEvent.CreateBuilder().WithEmail("john.doe@example.com").WithConfirmationRef(reference).Build(),
        new EnqueueOptions { NotBefore = notBefore },
        TestContext.Current.CancellationToken);

    public Task EnqueueAsync(string prefix, int count) => Parallel.ForEachAsync(
        Enumerable.Range(0, count), TestContext.Current.CancellationToken, async (number, _) => await EnqueueAsync($"{prefix}-{number}"));

    /// <summary>Enqueues some that the application, by a clock of its own, wants delivered a little later.</summary>
    public Task ScheduleAsync(string prefix, int count, DateTimeOffset notBefore) => Parallel.ForEachAsync(
        Enumerable.Range(0, count), TestContext.Current.CancellationToken, async (number, _) => await EnqueueAsync($"{prefix}-{number}", notBefore));

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync(new CancellationToken(canceled: true));
        _host.Dispose();
    }

    private sealed class CountingHandler(StrongBox<int> sends, ConcurrentDictionary<long, int> perSecond, AdmissionClock clock) : DelegatingHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref sends.Value);
            perSecond.AddOrUpdate(clock.SecondSeen, 1, (_, count) => count + 1);
            try
            {
                return await base.SendAsync(request, cancellationToken);
            }
            finally
            {
                Interlocked.Decrement(ref sends.Value);
            }
        }
    }
}
