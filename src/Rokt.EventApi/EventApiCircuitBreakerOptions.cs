namespace Rokt.EventApi;

/// <summary>
/// Holds the settings of the circuit breaker, which ends sends as <see cref="SendStatus.Unavailable"/> at once while the API
/// is down. Sends that end in a 5xx, a timeout or a failed connection count as failures; a 429 never does.
/// </summary>
public sealed class EventApiCircuitBreakerOptions
{
    /// <summary>Gets or sets whether the circuit breaker is on. Default: true.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>Gets or sets the ratio of failed sends that opens the circuit. Default: 0.5; from 0.01 to 1.</summary>
    public double FailureRatio { get; set; } = 0.5;

    /// <summary>Gets or sets the minimum number of sends within <see cref="SamplingDuration"/> for the ratio to count. Default: 20; at least 2.</summary>
    public int MinimumThroughput { get; set; } = 20;

    /// <summary>Gets or sets the time over which sends are counted. Default: 30 seconds; from 500 milliseconds to 24 hours.</summary>
    public TimeSpan SamplingDuration { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Gets or sets how long the circuit stays open before one send probes the API. Default: 10 seconds; from 500 milliseconds to 24 hours.</summary>
    public TimeSpan BreakDuration { get; set; } = TimeSpan.FromSeconds(10);

    internal EventApiCircuitBreakerOptions Copy() => (EventApiCircuitBreakerOptions)MemberwiseClone();
}
