using System.Diagnostics.Metrics;
using Rokt.EventApi.Outbox.Storage;

namespace Rokt.EventApi.Outbox.Diagnostics;

/// <summary>The outbox's part of the meter <c>Rokt.EventApi</c>.</summary>
internal sealed class OutboxMetrics : IDisposable
{
    private const string MeterName = "Rokt.EventApi";

    // From a delivery at once to the age at which a conversion is too old by default: 72 hours.
    private static readonly InstrumentAdvice<double> Seconds = new()
    {
        HistogramBucketBoundaries = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 900, 3600, 14_400, 43_200, 86_400, 259_200],
    };

    private readonly Meter _meter;
    private readonly TimeProvider _clock;
    private readonly KeyValuePair<string, object?>[] _name;
    private readonly Histogram<double> _delay;
    private readonly Counter<long> _deadLettered;
    private readonly Counter<long> _duplicatesPossible;

    public OutboxMetrics(string account, IMeterFactory? factory, TimeProvider clock, string? database = null)
    {
        _clock = clock;
        _meter = factory?.Create(MeterName) ?? new Meter(MeterName);
        _name =
        [
            .. account.Length == 0 ? Array.Empty<KeyValuePair<string, object?>>() : [new("rokt.client.name", account)],
            .. database is null ? Array.Empty<KeyValuePair<string, object?>>() : [new("db.namespace", database)],
        ];
        _meter.CreateObservableGauge("rokt.event_api.outbox.pending", () => Observed(depth => depth.Pending), "{conversion}", "Conversions that wait for their delivery.");
        _meter.CreateObservableGauge("rokt.event_api.outbox.dead_letters", () => Observed(depth => depth.DeadLettered), "{conversion}", "Conversions in dead letter.");
        _meter.CreateObservableGauge("rokt.event_api.outbox.oldest.age", () => Observed(Age), "s", "Age of the oldest conversion that waits.");
        _meter.CreateObservableGauge("rokt.event_api.outbox.unregistered", ObservedUnregistered, "{conversion}", "Conversions that wait under accounts that no instance delivers.");
        _delay = _meter.CreateHistogram("rokt.event_api.outbox.delivery.delay", "s", "Time from enqueuing to acceptance.", tags: null, Seconds);
        _deadLettered = _meter.CreateCounter<long>("rokt.event_api.outbox.dead_lettered", "{conversion}", "Conversions moved to dead letter, by reason.");
        _duplicatesPossible = _meter.CreateCounter<long>("rokt.event_api.outbox.duplicates_possible", "{conversion}", "Deliveries that ended without a response and are repeated.");
    }

    /// <summary>The last count; null while this process has not counted.</summary>
    public Depth? Depth { get; set; }

    /// <summary>How many conversions wait under accounts that no instance delivers; null while this process has not looked.</summary>
    public long? Unregistered { get; set; }

    public void Delivered(TimeSpan delay) => _delay.Record(delay.TotalSeconds, _name);

    public void DeadLettered(string reason, long count = 1)
    {
        if (count > 0)
        {
            _deadLettered.Add(count, [new("error.type", reason), .. _name]);
        }
    }

    public void DuplicatePossible() => _duplicatesPossible.Add(1, _name);

    /// <summary>Ends the gauges. The meter of a factory lives on, and would report what was counted last for as long as the application runs.</summary>
    public void Dispose()
    {
        (Depth, Unregistered) = (null, null);
        _meter.Dispose();
    }

    private IEnumerable<Measurement<double>> Observed(Func<Depth, double> value) =>
        Depth is { } depth ? [new Measurement<double>(value(depth), _name)] : [];

    private IEnumerable<Measurement<long>> ObservedUnregistered() => Unregistered is { } count ? [new Measurement<long>(count, _name)] : [];

    private double Age(Depth depth) =>
        depth.OldestPending is { } oldest ? Math.Max(0, (_clock.GetUtcNow().ToUnixTimeMilliseconds() - oldest) / 1000.0) : 0;
}
