namespace Rokt.EventApi;

/// <summary>Holds the settings of retries and timeouts. The defaults suit a web application.</summary>
public sealed class EventApiRetryOptions
{
    /// <summary>Gets or sets the maximum number of attempts after the first one; 0 turns retries off. Default: 3; at most 100.</summary>
    public int MaxRetryAttempts { get; set; } = 3;

    /// <summary>
    /// Gets or sets the delay before the first retry when the server does not send <c>Retry-After</c>. It doubles with each
    /// retry, and each delay is shortened at random by up to half. Default: 1 second; from 1 millisecond to 1 hour.
    /// </summary>
    public TimeSpan BaseDelay { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Gets or sets the maximum delay when the server does not send <c>Retry-After</c>. Default: 10 seconds; from 1 millisecond to 1 hour, and not below <see cref="BaseDelay"/>.</summary>
    public TimeSpan MaxDelay { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Gets or sets the timeout of one attempt, from its request to the end of its response. Default: 10 seconds; from 10 milliseconds to 1 hour.</summary>
    public TimeSpan AttemptTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Gets or sets the timeout of a whole send: attempts, delays between them, and waiting for the rate limit. A wait that
    /// would not end in time is not started. Default: 30 seconds; from 10 milliseconds to 24 hours.
    /// </summary>
    public TimeSpan TotalTimeout { get; set; } = TimeSpan.FromSeconds(30);

    internal EventApiRetryOptions Copy() => (EventApiRetryOptions)MemberwiseClone();
}
