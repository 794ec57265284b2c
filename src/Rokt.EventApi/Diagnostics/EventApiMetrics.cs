using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Rokt.EventApi.Diagnostics;

/// <summary>The client's metrics; tags hold statuses and reasons, never anything of an event.</summary>
internal sealed class EventApiMetrics : IDisposable
{
    // From a response of the same continent to the longest wait that a send is likely to have.
    private static readonly InstrumentAdvice<double> Seconds = new()
    {
        HistogramBucketBoundaries = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10, 15, 20, 30],
    };

    // From one event with its email address alone to the limit of a request.
    private static readonly InstrumentAdvice<int> Bytes = new()
    {
        HistogramBucketBoundaries = [256, 512, 1024, 2048, 4096, 8192, 16_384, 32_768, 65_536, 131_072, 262_144],
    };

    private readonly Meter _meter;
    private readonly KeyValuePair<string, object?>[] _client;
    private readonly Counter<long> _sends;
    private readonly Counter<long> _attempts;
    private readonly Counter<long> _retries;
    private readonly Counter<long> _droppedAttributes;
    private readonly Counter<long> _mistimed;
    private readonly Histogram<double> _duration;
    private readonly Histogram<int> _bodySize;
    private readonly Histogram<double> _rateLimitWait;

    public EventApiMetrics(string clientName, IMeterFactory? factory)
    {
        _meter = factory?.Create(EventApiTelemetry.MeterName) ?? new Meter(EventApiTelemetry.MeterName);
        _client = clientName.Length == 0 ? [] : [new("rokt.client.name", clientName)];
        _sends = _meter.CreateCounter<long>("rokt.event_api.sends", "{send}", "Sends that ended, by outcome.");
        _attempts = _meter.CreateCounter<long>("rokt.event_api.attempts", "{attempt}", "Attempts that ended, by outcome.");
        _retries = _meter.CreateCounter<long>("rokt.event_api.retries", "{retry}", "Retries, by the reason for them.");
        _droppedAttributes = _meter.CreateCounter<long>("rokt.event_api.attributes.dropped", "{attribute}", "Attributes that were left out because they broke a rule, by field.");
        _mistimed = _meter.CreateCounter<long>("rokt.event_api.events.mistimed", "{event}", "Events that were sent more than 30 days old, or more than a day ahead.");
        _duration = _meter.CreateHistogram("rokt.event_api.send.duration", "s", "Time from the call to its result, retries and waits included.", tags: null, Seconds);
        _bodySize = _meter.CreateHistogram("rokt.event_api.request.body.size", "By", "Size of the request's body.", tags: null, Bytes);
        _rateLimitWait = _meter.CreateHistogram("rokt.event_api.rate_limit.wait.duration", "s", "Time that an attempt waited for the rate limit.", tags: null, Seconds);
    }

    public void Sent(SendStatus status, string? reason, TimeSpan duration, int bodySize)
    {
        if (_sends.Enabled || _duration.Enabled)
        {
            TagList tags = Tags(status, reason);
            _sends.Add(1, tags);
            _duration.Record(duration.TotalSeconds, tags);
        }

        _bodySize.Record(bodySize, _client);
    }

    /// <summary>Counts a send that ended before there was anything to measure.</summary>
    public void Refused(SendStatus status, string reason) => _sends.Add(1, Tags(status, reason));

    public void Attempted(SendStatus status, string? reason)
    {
        if (_attempts.Enabled)
        {
            _attempts.Add(1, Tags(status, reason));
        }
    }

    public void Retried(string reason)
    {
        if (_retries.Enabled)
        {
            _retries.Add(1, [.. _client, new("error.type", reason)]);
        }
    }

    public void DroppedAttribute(string field) => _droppedAttributes.Add(1, [.. _client, new("rokt.attribute", field)]);

    public void Mistimed(string how) => _mistimed.Add(1, [.. _client, new("rokt.event_time", how)]);

    public void WaitedForRateLimit(TimeSpan wait) => _rateLimitWait.Record(wait.TotalSeconds, _client);

    public void Dispose() => _meter.Dispose();

    private TagList Tags(SendStatus status, string? reason)
    {
        var tags = new TagList(_client) { { "rokt.outcome", OutcomeName.Get(status) } };
        if (reason is not null)
        {
            tags.Add("error.type", reason);
        }

        return tags;
    }
}
