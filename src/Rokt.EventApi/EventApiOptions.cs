namespace Rokt.EventApi;

/// <summary>Holds the settings of an <see cref="EventApiClient"/>. They are checked when the host starts, or in the client's constructor.</summary>
/// <remarks>
/// The client reads its settings once: changing this object later has no effect. <see cref="ApiKey"/> and
/// <see cref="ApiSecret"/> change while the application runs when its configuration reloads.
/// </remarks>
public sealed class EventApiOptions
{
    /// <summary>
    /// Gets or sets whether anything is sent. With false, for development and CI without credentials, no other setting is
    /// required, every send is <see cref="SendStatus.Accepted"/> with 0 attempts, the outbox stores and delivers nothing, and
    /// one warning at the start says so. Default: true.
    /// </summary>
    public bool Enabled { get; set; } = true;

    /// <summary>Gets or sets the API key from your Rokt account representative. Required; no <c>:</c> and no control characters.</summary>
    public string? ApiKey { get; set; }

    /// <summary>Gets or sets the API secret from your Rokt account representative. Required; no control characters. Keep it out of source control.</summary>
    public string? ApiSecret { get; set; }

    /// <summary>Gets or sets the pod of your account, from your Rokt account representative. Required, unless <see cref="BaseAddress"/> is set.</summary>
    public Pod? Pod { get; set; }

    /// <summary>
    /// Gets or sets whether events are tests or live data. Required, so that tests never count as live data and live data never
    /// as tests. <see cref="ConversionEventBuilder.WithEnvironment"/> overrides it for one event.
    /// </summary>
    public EventEnvironment? Environment { get; set; }

    /// <summary>
    /// Gets or sets another address than the pod's, such as the address of a local sandbox: the part before <c>/v2/events</c>.
    /// HTTPS, or HTTP on loopback; no user info, query or fragment. Default: null for the pod's own address.
    /// </summary>
    public Uri? BaseAddress { get; set; }

    /// <summary>
    /// Gets or sets whether <see cref="BaseAddress"/> may be HTTP beyond loopback, for a sandbox in another container or on
    /// another machine. Personal data and credentials can then be read on the way, so it is refused when
    /// <see cref="Environment"/> is <see cref="EventEnvironment.Production"/>, and an event that is overridden to production is
    /// not sent. Default: false.
    /// </summary>
    public bool AllowInsecureHttp { get; set; }

    /// <summary>
    /// Gets or sets whether each batch carries a <c>source_request_id</c>, created once before its first attempt, so that the
    /// server recognizes a repeat after a lost response. Default: false, because the guide does not name it.
    /// </summary>
    public bool SendRequestId { get; set; }

    /// <summary>
    /// Gets or sets a function that every conversion passes once, before it is sent or stored by the outbox: for consent,
    /// redaction and enrichment. It returns the conversion to send, the same or another, or null to drop it: the send is then
    /// <see cref="SendStatus.Rejected"/> with 0 attempts and the error code <c>dropped</c>. Default: null. Not read from
    /// configuration.
    /// </summary>
    /// <remarks>
    /// Calls can run at the same time, on the thread of the caller, and delay the send. When the function throws, nothing is
    /// sent: the send is <see cref="SendStatus.Unavailable"/> with 0 attempts and the error code <c>before_send_failed</c>.
    /// </remarks>
    /// <example>
    /// <code>
    /// options.BeforeSend = conversion => consent.IsGiven(conversion.CustomerId) ? conversion : null;
    /// </code>
    /// </example>
    public Func<ConversionEvent, ConversionEvent?>? BeforeSend { get; set; }

    /// <summary>Gets or sets how often and how long a send is tried.</summary>
    public EventApiRetryOptions Retry { get; set; } = new();

    /// <summary>Gets or sets how fast the client sends.</summary>
    public EventApiRateLimitOptions RateLimit { get; set; } = new();

    /// <summary>Gets or sets when the client stops sending because the API is down.</summary>
    public EventApiCircuitBreakerOptions CircuitBreaker { get; set; } = new();

    /// <summary>Gets the settings whose values in configuration could not be read, with what is wrong.</summary>
    internal Dictionary<string, string> Unreadable { get; } = [];

    /// <summary>Copies the settings, so that changes to this object have no effect on the copy.</summary>
    internal EventApiOptions Copy()
    {
        var copy = (EventApiOptions)MemberwiseClone();
        copy.Retry = Retry?.Copy()!;
        copy.RateLimit = RateLimit?.Copy()!;
        copy.CircuitBreaker = CircuitBreaker?.Copy()!;
        return copy;
    }
}
