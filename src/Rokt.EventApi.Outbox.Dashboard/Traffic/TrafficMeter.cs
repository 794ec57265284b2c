using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Rokt.EventApi.Outbox.Dashboard.Traffic;

/// <summary>Counts what the clients and the outboxes of this application measure, by account.</summary>
internal sealed class TrafficMeter : IDisposable
{
    private const string Attempts = "rokt.event_api.attempts";
    private const string Delay = "rokt.event_api.outbox.delivery.delay";

    private readonly ConcurrentDictionary<string, AccountTraffic> _accounts = new();
    private readonly MeterListener _listener;
    private readonly TimeProvider _clock;

    /// <param name="meters">What creates this application's meters: another application in the process is not this one's. Null for all.</param>
    /// <param name="clock">The time.</param>
    public TrafficMeter(IMeterFactory? meters, TimeProvider clock)
    {
        _clock = clock;
        _listener = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter.Name == EventApiTelemetry.MeterName
                    && instrument.Name is Attempts or Delay
                    && (meters is null || ReferenceEquals(instrument.Meter.Scope, meters)))
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            },
        };
        _listener.SetMeasurementEventCallback<long>((_, _, tags, _) => Account(tags).CountAttempt(Find(tags, "rokt.outcome"), Find(tags, "error.type")));
        _listener.SetMeasurementEventCallback<double>((_, delay, tags, _) => Account(tags).CountDelivery(delay));
        _listener.Start();
    }

    /// <summary>Returns what this instance sent for an account.</summary>
    public TrafficReport Read(string account) => Account(account).Read();

    public void Dispose() => _listener.Dispose();

    private AccountTraffic Account(ReadOnlySpan<KeyValuePair<string, object?>> tags) => Account(Find(tags, "rokt.client.name") ?? "");

    private AccountTraffic Account(string name) => _accounts.GetOrAdd(name, static (_, clock) => new AccountTraffic(clock), _clock);

    private static string? Find(ReadOnlySpan<KeyValuePair<string, object?>> tags, string name)
    {
        foreach (KeyValuePair<string, object?> tag in tags)
        {
            if (tag.Key == name)
            {
                return tag.Value as string;
            }
        }

        return null;
    }
}
