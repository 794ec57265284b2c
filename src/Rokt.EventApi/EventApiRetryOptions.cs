namespace Rokt.EventApi;

/// <summary>How often and how long a send is tried. The defaults suit a web application.</summary>
public sealed class EventApiRetryOptions
{
    /// <summary>The most attempts after the first one; 0 turns retries off. Default: 3; at most 100.</summary>
    public int MaxRetryAttempts { get; set; } = 3;

    /// <summary>
    /// The wait before the first retry when the server names none; it doubles with each retry, and each wait is
    /// shortened at random by up to half. Default: 1 second; from 1 millisecond to 1 hour.
    /// </summary>
    public TimeSpan BaseDelay { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest wait when the server names none. Default: 10 seconds; from 1 millisecond to 1 hour, and not below <see cref="BaseDelay"/>.</summary>
    public TimeSpan MaxDelay { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>The longest that one attempt takes, from its request to the end of its answer. Default: 10 seconds; from 10 milliseconds to 1 hour.</summary>
    public TimeSpan AttemptTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// The longest that a send takes in all: attempts, waits between them, waits for the rate limit. A wait that would
    /// not end within it is not begun. Default: 30 seconds; from 10 milliseconds to 24 hours.
    /// </summary>
    public TimeSpan TotalTimeout { get; set; } = TimeSpan.FromSeconds(30);
}
