namespace Rokt.EventApi.Transport;

/// <summary>The client's own errors; their codes are in lower case, the server's are not.</summary>
internal static class ClientErrors
{
    public static readonly EventApiError Timeout = new("timeout", "No response came in time: see Retry.AttemptTimeout and Retry.TotalTimeout.");

    public static readonly EventApiError ConnectionFailed = new("connection_failed", "No connection: the host's name did not resolve, or it refused. Check the network, DNS, any proxy, and Pod or BaseAddress.");

    public static readonly EventApiError ConnectionLost = new("connection_lost", "The connection was lost before the response; the server may have accepted the event.");

    public static readonly EventApiError TlsFailed = new("tls_failed", "The TLS handshake failed: check any proxy between here and the API.");

    public static readonly EventApiError CertificateInvalid = new("certificate_invalid", "The server's certificate is not trusted, so nothing was sent: check the system's clock and certificate store, and any proxy that inspects TLS.");

    public static readonly EventApiError CircuitOpen = new("circuit_open", "Recent sends failed, so this one was not tried: the API is down or out of reach. See CircuitBreaker.");

    public static readonly EventApiError RateLimit = new("rate_limit", "The rate limit left no room within Retry.TotalTimeout: send more slowly, or allow more time.");

    public static readonly EventApiError Redirected = new("redirected", "The server responded with a redirect, which is not followed, because it would hand the personal data to another address: check BaseAddress.");

    public static readonly EventApiError UnexpectedResponse = new("unexpected_response", "The response is not the API's: something else, such as a proxy or a captive portal, responded in its place. Check the network, any proxy, and Pod or BaseAddress.");

    public static readonly EventApiError Dropped = new("dropped", "BeforeSend returned null: the conversion is neither sent nor stored.");

    public static readonly EventApiError Disabled = new("disabled", "Enabled is false: nothing is sent, and what is stored stays stored.");

    public static EventApiError InsecureHttp(string setting) => new("insecure_http", $"The event is live data and {setting} is not HTTPS: set it to an HTTPS address, or the environment to Development. Nothing was sent.");

    public static EventApiError BeforeSendFailed(string exceptionType) => new("before_send_failed", $"BeforeSend threw {exceptionType}: nothing was sent or stored, because the conversion as it is may not be meant to leave.");

    public static EventApiError RequestTooLarge(int bytes) => new(
        "request_too_large",
        FormattableString.Invariant($"The request is {bytes:N0} bytes and may be {EventApiLimits.RequestBodyBytes:N0}: shorten or leave out attributes. Nothing was sent."));

    // Only the type of what was thrown: its text may quote the request.
    public static EventApiError HandlerFailed(Exception exception) =>
        new("handler_failed", $"A handler of the application threw {exception.GetType().FullName}: fix it. The server may have taken the event, if it was thrown after the request.");

    public static EventApiError RateLimiterFailed(Exception exception) =>
        new("rate_limiter_failed", $"RateLimit.RateLimiter threw {exception.GetType().FullName}, so nothing was sent: fix it, or leave it out for the client's own limiter.");

    public static EventApiError UnreadableBody(string text) => new("unreadable_body", text);
}
