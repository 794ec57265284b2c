using System.Threading.RateLimiting;

namespace Rokt.EventApi;

/// <summary>Holds the settings of the rate limit. All users of one registration share it, and every attempt takes a permit.</summary>
public sealed class EventApiRateLimitOptions
{
    /// <summary>Gets or sets the maximum number of batches per second; null for no limit. Default: 270, the guide's limit per account; from 0.001 to 1,000,000.</summary>
    public double? BatchesPerSecond { get; set; } = EventApiLimits.BatchesPerSecond;

    /// <summary>
    /// Gets or sets whether the client lowers its rate when the server responds with 429, and raises it again up to
    /// <see cref="BatchesPerSecond"/>, so that all instances of an application share the account's limit without knowing each
    /// other. With false, the client always sends at up to <see cref="BatchesPerSecond"/>. Default: true.
    /// </summary>
    public bool Adaptive { get; set; } = true;

    /// <summary>Gets or sets how many batches can be sent at once after a pause, before they are paced. Default: 4; from 1 to 1,000,000.</summary>
    public int Burst { get; set; } = 4;

    /// <summary>
    /// Gets or sets a limiter of your own, such as one that several machines share, in place of the other settings. The client
    /// acquires one permit per attempt and does not dispose the limiter. Default: null. Not read from configuration.
    /// </summary>
    public RateLimiter? RateLimiter { get; set; }

    internal EventApiRateLimitOptions Copy() => (EventApiRateLimitOptions)MemberwiseClone();
}
