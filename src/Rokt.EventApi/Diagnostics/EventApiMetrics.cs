using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Rokt.EventApi.Diagnostics;

/// <summary>The client's metrics; tags hold statuses and reasons, never anything of an event.</summary>
internal sealed class EventApiMetrics : IDisposable
{
    private readonly Meter _meter;
    private readonly KeyValuePair<string, object?> _client;
    private readonly Counter<long> _sends;
    private readonly Counter<long> _attempts;
    private readonly Counter<long> _retries;
    private readonly Histogram<double> _duration;
    private readonly Histogram<int> _bodySize;
    private readonly Histogram<double> _rateLimitWait;

    public EventApiMetrics(string clientName, IMeterFactory? factory)
    {
        _meter = factory?.Create(EventApiTracing.Name) ?? new Meter(EventApiTracing.Name);
        _client = new("rokt.client.name", clientName);
        _sends = _meter.CreateCounter<long>("rokt.event_api.sends", "{send}", "Sends that ended, by outcome.");
        _attempts = _meter.CreateCounter<long>("rokt.event_api.attempts", "{attempt}", "Attempts that ended, by outcome.");
        _retries = _meter.CreateCounter<long>("rokt.event_api.retries", "{retry}", "Retries, by the reason for them.");
        _duration = _meter.CreateHistogram<double>("rokt.event_api.send.duration", "s", "Time from the call to its result, retries and waits included.");
        _bodySize = _meter.CreateHistogram<int>("rokt.event_api.request.body.size", "By", "Size of the request's body.");
        _rateLimitWait = _meter.CreateHistogram<double>("rokt.event_api.rate_limit.wait.duration", "s", "Time that an attempt waited for the rate limit.");
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

    public void Attempted(SendStatus status, string? reason)
    {
        if (_attempts.Enabled)
        {
            _attempts.Add(1, Tags(status, reason));
        }
    }

    public void Retried(string reason) => _retries.Add(1, new("error.type", reason), _client);

    public void WaitedForRateLimit(TimeSpan wait) => _rateLimitWait.Record(wait.TotalSeconds, _client);

    public void Dispose() => _meter.Dispose();

    private TagList Tags(SendStatus status, string? reason)
    {
        var tags = new TagList { _client, new("rokt.outcome", OutcomeName.Of(status)) };
        if (reason is not null)
        {
            tags.Add("error.type", reason);
        }

        return tags;
    }
}
