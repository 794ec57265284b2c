namespace Rokt.EventApi;

/// <summary>
/// When sends end as <see cref="SendStatus.Unavailable"/> at once because the API is down. Sends that end in a 5xx, a
/// timeout or a failed connection count as failures; a 429 never does.
/// </summary>
public sealed class EventApiCircuitBreakerOptions
{
    /// <summary>Whether the circuit breaker is on. Default: true.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>The share of failed sends that opens the circuit. Default: 0.5; above 0, at most 1.</summary>
    public double FailureRatio { get; set; } = 0.5;

    /// <summary>The fewest sends within <see cref="SamplingDuration"/> for the share to count. Default: 20; at least 2.</summary>
    public int MinimumThroughput { get; set; } = 20;

    /// <summary>The time over which sends are counted. Default: 30 seconds; from 500 milliseconds to 24 hours.</summary>
    public TimeSpan SamplingDuration { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long the circuit stays open before one send probes the API. Default: 10 seconds; from 500 milliseconds to 24 hours.</summary>
    public TimeSpan BreakDuration { get; set; } = TimeSpan.FromSeconds(10);
}
