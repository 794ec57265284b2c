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

    /// <summary>
    /// The most requests per second that were sent in a minute of its clock, which is ahead of its threads by many steps on a machine
    /// that is busy: what is sent within a second is tested without threads.
    /// </summary>
    public double MostPerSecond => _perSecond.Keys.Max(first => Enumerable.Range(0, 60).Sum(second => _perSecond.GetValueOrDefault(first + second)) / 60.0);

    public IOutbox Outbox => _host.Services.GetRequiredService<IOutbox>();

    public static async Task<LocalApplication> StartAsync(FaultStore store, Uri address, TimeProvider clock, Action<OutboxOptions>? configure = null, double? rate = 270)
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton(clock);
        var sends = new StrongBox<int>();
        var perSecond = new ConcurrentDictionary<long, int>();
        builder.Services.AddRoktEventApi(options =>
        {
            (options.ApiKey, options.ApiSecret, options.Environment) = ("key", "secret", EventEnvironment.Development);
            options.BaseAddress = address;
            options.RateLimit.BatchesPerSecond = rate;
        }).AddHttpMessageHandler(() => new CountingHandler(sends, perSecond, clock));
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

    public Task EnqueueAsync(string reference) => Outbox.EnqueueAsync(
        ConversionEvent.CreateBuilder().WithEmail("john.doe@example.com").WithConfirmationRef(reference).Build(), TestContext.Current.CancellationToken);

    public Task EnqueueAsync(string prefix, int count) => Parallel.ForEachAsync(
        Enumerable.Range(0, count), TestContext.Current.CancellationToken, async (number, _) => await EnqueueAsync($"{prefix}-{number}"));

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync(new CancellationToken(canceled: true));
        _host.Dispose();
    }

    private sealed class CountingHandler(StrongBox<int> sends, ConcurrentDictionary<long, int> perSecond, TimeProvider clock) : DelegatingHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref sends.Value);
            perSecond.AddOrUpdate(clock.GetUtcNow().ToUnixTimeSeconds(), 1, (_, count) => count + 1);
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
