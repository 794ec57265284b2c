namespace Rokt.EventApi;

/// <summary>The settings of an <see cref="EventApiClient"/>. Checked when the host starts, or in the client's constructor.</summary>
/// <remarks>
/// <see cref="ApiKey"/> and <see cref="ApiSecret"/> can change while the application runs, where its configuration
/// reloads; every other setting is read once.
/// </remarks>
public sealed class EventApiOptions
{
    /// <summary>The API key from your Rokt account representative. Required; no <c>:</c> and no control characters.</summary>
    public string? ApiKey { get; set; }

    /// <summary>The API secret from your Rokt account representative. Required; no control characters. Keep it out of source control.</summary>
    public string? ApiSecret { get; set; }

    /// <summary>The pod of your account, from your Rokt account representative. Required, unless <see cref="BaseAddress"/> is set.</summary>
    public Pod? Pod { get; set; }

    /// <summary>Whether events are tests or live data. Required, so that tests never count as live data nor the reverse; an event can override it.</summary>
    public EventEnvironment? Environment { get; set; }

    /// <summary>
    /// Another address than the pod's, such as a local sandbox's: the part before <c>/v2/events</c>. HTTPS, or HTTP on
    /// loopback; no user info, query or fragment. Default: null, the pod's own address.
    /// </summary>
    public Uri? BaseAddress { get; set; }

    /// <summary>
    /// Whether each batch carries a <c>source_request_id</c>, made once before its first attempt, so that the server
    /// recognises a repeat whose first answer was lost. Default: false, since the guide does not name it.
    /// </summary>
    public bool SendRequestId { get; set; }

    /// <summary>How often and how long to try.</summary>
    public EventApiRetryOptions Retry { get; set; } = new();

    /// <summary>How fast to send.</summary>
    public EventApiRateLimitOptions RateLimit { get; set; } = new();

    /// <summary>When to stop trying because the API is down.</summary>
    public EventApiCircuitBreakerOptions CircuitBreaker { get; set; } = new();
}
