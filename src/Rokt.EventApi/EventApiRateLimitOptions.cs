using System.Threading.RateLimiting;

namespace Rokt.EventApi;

/// <summary>How fast a client sends. All users of one registration share its limit; every attempt takes a permit.</summary>
public sealed class EventApiRateLimitOptions
{
    /// <summary>The most batches in a second; null turns the limit off. Default: 270, the guide's limit of an account; up to 1,000,000.</summary>
    public double? BatchesPerSecond { get; set; } = EventApiLimits.BatchesPerSecond;

    /// <summary>
    /// Whether the client lowers its rate when the server answers 429, and raises it again up to <see cref="BatchesPerSecond"/>,
    /// so that all instances of an application share the account's limit without knowing each other. Without it, the
    /// client always sends at up to <see cref="BatchesPerSecond"/>. Default: true.
    /// </summary>
    public bool Adaptive { get; set; } = true;

    /// <summary>How many batches may go at once after a pause, before they are paced. Default: 4; from 1 to 1,000,000.</summary>
    public int Burst { get; set; } = 4;

    /// <summary>
    /// A limiter of your own, such as one that several machines share, in place of the settings above. The client
    /// acquires one permit an attempt and does not dispose the limiter. Default: null. Not read from configuration.
    /// </summary>
    public RateLimiter? RateLimiter { get; set; }
}
