namespace Rokt.EventApi;

/// <summary>Holds how a prepared conversion is sent.</summary>
public sealed class PreparedSendOptions
{
    /// <summary>
    /// Gets or sets whether the client makes one attempt only, without its retries and outside of its circuit breaker. Set it where the
    /// queue itself decides when to try again and when to leave the API alone. Default: false, as any other send.
    /// </summary>
    public bool SingleAttempt { get; set; }

    /// <summary>
    /// Gets or sets a function that is asked right before each attempt, after every wait for the rate limit, whether it may still be made,
    /// for example whether a lease is still held. When it returns false the send ends as <see cref="SendStatus.Unavailable"/> with the
    /// error code <c>not_attempted</c>, and counts in no metric. Default: null, which always allows it.
    /// </summary>
    public Func<bool>? CanAttempt { get; set; }
}
