using System.Net;
using Rokt.EventApi.Configuration;

namespace Rokt.EventApi;

/// <summary>Describes how a send ended: done, never retry, or retry later.</summary>
/// <remarks>
/// The client creates results. In a test, a fake client returns <see cref="Accepted"/>, <see cref="Rejected"/> or
/// <see cref="Unavailable"/>, or a result with every detail from the constructor.
/// </remarks>
/// <example>
/// <code>
/// SendResult result = await client.SendAsync(conversion, cancellationToken);
/// switch (result.Status)
/// {
///     case SendStatus.Accepted: break;                                            // done
///     case SendStatus.Rejected: Report(result.Errors); break;                     // never send it again as it is
///     case SendStatus.Unavailable: SendLater(conversion, result.RetryAfter); break;
/// }
/// </code>
/// </example>
public sealed class SendResult
{
    /// <summary>Creates a result with every detail.</summary>
    /// <param name="status">How the send ended.</param>
    /// <param name="attempts">How many requests were sent; 0 or more.</param>
    /// <param name="statusCode">The status code of the last response. Default: null for no response.</param>
    /// <param name="retryAfter">When to send again. Default: null for none.</param>
    /// <param name="errors">Why the send was not accepted. Default: null for no errors.</param>
    /// <param name="rateLimitExceeded">The level at which the limit was exceeded. Default: null for unknown.</param>
    /// <param name="rateLimitPercentageUsed">The share of the rate limit in use, in percent. Default: null for unknown.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="status"/> is not defined, or <paramref name="attempts"/> is below 0.</exception>
    public SendResult(
        SendStatus status,
        int attempts,
        HttpStatusCode? statusCode = null,
        TimeSpan? retryAfter = null,
        IReadOnlyList<EventApiError>? errors = null,
        string? rateLimitExceeded = null,
        double? rateLimitPercentageUsed = null)
        : this(status)
    {
        if (status is not (SendStatus.Accepted or SendStatus.Rejected or SendStatus.Unavailable))
        {
            throw new ArgumentOutOfRangeException(nameof(status), status, "The status is not defined.");
        }

        ArgumentOutOfRangeException.ThrowIfLessThan(attempts, 0);
        Attempts = attempts;
        StatusCode = statusCode;
        RetryAfter = retryAfter;
        Errors = errors ?? [];
        RateLimitExceeded = rateLimitExceeded;
        RateLimitPercentageUsed = rateLimitPercentageUsed;
    }

    internal SendResult(SendStatus status) => Status = status;

    /// <summary>Gets how the send ended.</summary>
    public SendStatus Status { get; }

    /// <summary>Gets the status code of the last response; null when there was none.</summary>
    public HttpStatusCode? StatusCode { get; internal init; }

    /// <summary>
    /// Gets how long to wait before sending again: the <c>Retry-After</c> of the last response, or how long the client itself
    /// holds sends back; null for neither.
    /// </summary>
    public TimeSpan? RetryAfter { get; internal init; }

    /// <summary>Gets how many requests were sent: 0 when the send ended before the network.</summary>
    public int Attempts { get; internal init; }

    /// <summary>Gets why the send was not accepted, from the server or the client, or what the server reported when it accepted it; empty for nothing.</summary>
    public IReadOnlyList<EventApiError> Errors { get; internal init; } = [];

    /// <summary>Gets the level at which the server's limit was exceeded, such as <c>account</c> (<c>X-mp-rate-limit-exceeded</c>); null when the server does not report it.</summary>
    public string? RateLimitExceeded { get; internal init; }

    /// <summary>Gets the share of the account's rate limit in use, in percent (<c>X-mp-rate-limit-percentage-used</c>); null when the server does not report it.</summary>
    public double? RateLimitPercentageUsed { get; internal init; }

    /// <summary>Gets the account of the client, for messages.</summary>
    internal Account Account { get; init; } = Account.Unnamed;

    /// <summary>Creates the result of a send that was accepted in one attempt, with status code 202.</summary>
    public static SendResult Accepted() => new(SendStatus.Accepted, attempts: 1, HttpStatusCode.Accepted);

    /// <summary>Creates the result of a send that was rejected.</summary>
    /// <param name="statusCode">The status code, after one attempt; null when the client itself rejected the event, without an attempt.</param>
    /// <param name="errors">The reasons.</param>
    /// <exception cref="ArgumentNullException"><paramref name="errors"/> is null.</exception>
    /// <example>
    /// <code>
    /// SendResult malformed = SendResult.Rejected(HttpStatusCode.BadRequest, new EventApiError("BAD_REQUEST", "Malformed JSON."));
    /// SendResult dropped = SendResult.Rejected(null, new EventApiError("dropped", "BeforeSend returned null."));
    /// </code>
    /// </example>
    public static SendResult Rejected(HttpStatusCode? statusCode = null, params EventApiError[] errors)
    {
        ArgumentNullException.ThrowIfNull(errors);
        return new SendResult(SendStatus.Rejected, attempts: statusCode is null ? 0 : 1, statusCode, errors: errors);
    }

    /// <summary>Creates the result of a send that did not get through in one attempt.</summary>
    /// <param name="retryAfter">When to send again. Default: null for no <c>Retry-After</c>.</param>
    /// <param name="statusCode">The status code. Default: null for no response.</param>
    /// <param name="errors">The reasons.</param>
    /// <exception cref="ArgumentNullException"><paramref name="errors"/> is null.</exception>
    /// <example>
    /// <code>
    /// SendResult throttled = SendResult.Unavailable(TimeSpan.FromSeconds(30), (HttpStatusCode)429);
    /// SendResult timedOut = SendResult.Unavailable(errors: new EventApiError("timeout", "No response in time."));
    /// </code>
    /// </example>
    public static SendResult Unavailable(TimeSpan? retryAfter = null, HttpStatusCode? statusCode = null, params EventApiError[] errors)
    {
        ArgumentNullException.ThrowIfNull(errors);
        return new SendResult(SendStatus.Unavailable, attempts: 1, statusCode, retryAfter, errors);
    }

    /// <summary>Returns when the event was accepted, and throws otherwise.</summary>
    /// <exception cref="EventApiException">The send was rejected, or the API was unavailable.</exception>
    /// <example>
    /// <code>
    /// (await client.SendAsync(conversion, cancellationToken)).EnsureAccepted();
    /// </code>
    /// </example>
    public void EnsureAccepted()
    {
        if (Status != SendStatus.Accepted)
        {
            throw new EventApiException(this);
        }
    }

    /// <summary>Returns the status, the status code and the number of attempts; no personal data.</summary>
    public override string ToString() => $"{Status} (status code {(int?)StatusCode}, attempts {Attempts})";
}
