using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;
using Rokt.EventApi.Outbox.Diagnostics;
using Rokt.EventApi.Outbox.Leasing;
using Rokt.EventApi.Outbox.Outages;
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

    private readonly string _account;
    private readonly IPreparedConversionClient _client;
    private readonly double? _rate;
    private readonly OutboxOptions _options;
    private readonly PayloadCodec _codec;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly OutboxMetrics _metrics;
    private readonly OutboxClock _times;
    private readonly Signal _signal = new();
    private readonly SemaphoreSlim _turn = new(1);
    private readonly Backoff _storeBackoff = new(LongestStoreBackoff, Random.Shared.NextDouble);
    private volatile DeliveryDependencies? _draining;

    public OutboxRuntime(
        string account, IPreparedConversionClient client, EventApiRateLimitOptions limit, OutboxOptions options, IOutboxStore store, PayloadCodec codec,
        TimeProvider clock, ILogger logger, IMeterFactory? meters, string? database = null)
    {
        (_account, _client, _options, _codec, _clock, _logger) = (account, client, options, codec, clock, logger);
        _rate = limit.RateLimiter is null ? limit.BatchesPerSecond : null;
        Store = store;
        _metrics = new OutboxMetrics(account, meters, clock, database);
        _times = new OutboxClock(clock);
        Writer = new ConversionWriter(account, client, options, codec, _times, clock, _signal);
        (DeliveryLoop loop, DeliveryDependencies own, UnregisteredAccounts others) = CreateLoop(options.Deliver);
        Dispatcher = new Dispatcher(loop, _turn, options.Deliver);
        Outbox = new StoreOutbox(store, Writer, own.Lease, own.Backlog, others);
        var drain = new Drain(account, store, _times, CreateDrainingLoop, _turn, _signal, clock);
        var lookup = new ConversionLookup(account, store.Operator, () => _draining is { Lease.IsHeld: true } draining ? draining : own, options, clock, logger);
        Management = new StoreOutboxManagement(account, Outbox, store, lookup, own.Lease, drain, _times, _signal, logger);
    }

    public string Account => _account;

    public IOutboxStore Store { get; }

    public Dispatcher Dispatcher { get; }

    public ConversionWriter Writer { get; }

    public IOutbox Outbox { get; }

    public IOutboxManagement Management { get; }

    public void Dispose()
    {
        Dispatcher.Dispose();
        (Store as IDisposable)?.Dispose();
        _metrics.Dispose();
    }

    private DeliveryLoop CreateDrainingLoop()
    {
        (DeliveryLoop loop, _draining, _) = CreateLoop(delivers: true);
        return loop;
    }

    private (DeliveryLoop Loop, DeliveryDependencies Dependencies, UnregisteredAccounts Others) CreateLoop(bool delivers)
    {
        var backoff = new Backoff(_options.MaxBackoff, Random.Shared.NextDouble);
        var outage = new Outage(backoff, _clock);
        LeaseRole role = !delivers ? LeaseRole.Observer : Store.IsShared ? LeaseRole.Contender : LeaseRole.Exclusive;
        var lease = new Lease(Store.Lease, role, outage, Store.ProveAsync, _storeBackoff, _clock, _logger);
        var outcomes = new Outcomes(Store, _storeBackoff, _clock, _logger);
        var delivery = new ConversionDelivery(_client, _codec, lease, outcomes, outage, backoff, _options, _metrics, _times, _clock, _logger);
        var others = new UnregisteredAccounts(_account, Store, _options, _metrics, _times, _clock, _logger);
        var housekeeping = new Housekeeping(_account, Store, lease, others, _options, _metrics, _times, _clock, _logger);
        var backlog = new Backlog(Store, _times, _clock);
        var withdrawals = new Withdrawals(Store.Operator, lease, backlog, _clock, _logger);
        var inFlight = new InFlight(_options.MaxConcurrency, _rate);
        var dependencies = new DeliveryDependencies(_client, backlog, lease, outage, outcomes, delivery, housekeeping, withdrawals, _storeBackoff, _signal, inFlight)
        {
            Pace = _rate is { } rate ? new Pace(rate * PaceShare, PaceBurst, _clock) : null,
        };
        return (new DeliveryLoop(dependencies, _clock, _logger), dependencies, others);
    }
}
