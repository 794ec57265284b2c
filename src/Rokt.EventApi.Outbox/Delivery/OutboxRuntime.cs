using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;
using Rokt.EventApi.Outbox.Diagnostics;
using Rokt.EventApi.Outbox.Leasing;
using Rokt.EventApi.Outbox.Storage;

namespace Rokt.EventApi.Outbox.Delivery;

/// <summary>An outbox with all that belongs to it.</summary>
internal sealed class OutboxRuntime : IDisposable
{
    // A sender that stays a little below the limit meets no 429.
    private const double PaceShare = 0.98;
    private const int PaceBurst = 4;

    // The store is near: it is asked again soon.
    private static readonly TimeSpan LongestStoreBackoff = TimeSpan.FromSeconds(5);

    private readonly Signal _signal = new();

    public OutboxRuntime(
        string account, IPreparedConversionClient client, EventApiRateLimitOptions limit, OutboxOptions options, IOutboxStore store, PayloadCodec codec,
        TimeProvider clock, ILogger logger, IMeterFactory? meters)
    {
        var backoff = new Backoff(options.MaxBackoff, Random.Shared.NextDouble);
        var storeBackoff = new Backoff(LongestStoreBackoff, Random.Shared.NextDouble);
        Account = account;
        Store = store;
        Options = options;
        Metrics = new OutboxMetrics(account, meters, clock);
        Lease = new Lease(store.IsShared ? store.Lease : null, storeBackoff, clock, logger);
        Outage = new Outage(backoff, clock);
        Pace? pace = limit is { RateLimiter: null, BatchesPerSecond: { } perSecond } ? new Pace(perSecond * PaceShare, PaceBurst, clock) : null;
        var outcomes = new Outcomes(store, storeBackoff, clock, logger);
        var delivery = new ConversionDelivery(client, codec, Lease, outcomes, Outage, backoff, options, Metrics, clock, logger);
        var housekeeping = new Housekeeping(account, store, Lease, options, Metrics, clock, logger);
        Dispatcher = new Dispatcher(
            new DispatcherParts(client, store, Lease, Outage, outcomes, delivery, housekeeping, storeBackoff, _signal) { Pace = pace },
            options,
            clock,
            logger);
        Writer = new ConversionWriter(client, options, codec, clock, _signal);
        Outbox = new StoreOutbox(this, clock);
    }

    public string Account { get; }

    public IOutboxStore Store { get; }

    public OutboxOptions Options { get; }

    public OutboxMetrics Metrics { get; }

    public Lease Lease { get; }

    public Outage Outage { get; }

    public Dispatcher Dispatcher { get; }

    public ConversionWriter Writer { get; }

    public IOutbox Outbox { get; }

    public void Dispose()
    {
        Dispatcher.Dispose();
        (Store as IDisposable)?.Dispose();
        Metrics.Dispose();
    }
}
