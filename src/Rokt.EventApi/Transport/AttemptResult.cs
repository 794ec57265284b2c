using System.Net;

namespace Rokt.EventApi.Transport;

/// <summary>How one attempt ended, and what that means for the next.</summary>
internal sealed class AttemptResult
{
    /// <summary>What nearly every attempt gets: a 202 without a body.</summary>
    public static readonly AttemptResult Accepted = new() { Status = SendStatus.Accepted, StatusCode = HttpStatusCode.Accepted };

    /// <summary>No attempt was made, because the caller no longer wants it.</summary>
    public static readonly AttemptResult Withdrawn =
        WithoutResponse(new EventApiError("not_attempted", "The send was withdrawn before its attempt."), isRetryable: false, isOutage: false);

    public required SendStatus Status { get; init; }

    public HttpStatusCode? StatusCode { get; init; }

    /// <summary>Why the attempt failed, in a word that telemetry can show: a status code or one of <see cref="ClientErrors"/>.</summary>
    public string? Reason { get; init; }

    /// <summary>Whether another attempt may end better.</summary>
    public bool IsRetryable { get; init; }

    /// <summary>Whether the API is down (5xx, timeout, failed connection), rather than busy or unwilling.</summary>
    public bool IsOutage { get; init; }

    /// <summary>Whether a connection that was kept open was lost before any response: another one may do, without a wait.</summary>
    public bool IsStaleConnection { get; init; }

    public TimeSpan? RetryAfter { get; init; }

    public IReadOnlyList<EventApiError> Errors { get; init; } = [];

    public string? RateLimitExceeded { get; init; }

    public double? RateLimitPercentageUsed { get; init; }

    /// <summary>How long to wait before the next attempt; null when none is worth it, or none would begin in time.</summary>
    public TimeSpan? RetryDelay { get; set; }

    /// <summary>An attempt, or the wait for one, that ended without a response.</summary>
    public static AttemptResult WithoutResponse(EventApiError error, bool isRetryable, bool isOutage, TimeSpan? retryAfter = null, bool isStaleConnection = false) => new()
    {
        Status = SendStatus.Unavailable,
        Reason = error.Code,
        IsRetryable = isRetryable,
        IsOutage = isOutage,
        IsStaleConnection = isStaleConnection,
        RetryAfter = retryAfter,
        Errors = [error],
    };

    /// <summary>A request that the server would refuse for its size, and that is not sent.</summary>
    public static AttemptResult TooLarge(int bytes)
    {
        EventApiError error = ClientErrors.RequestTooLarge(bytes);
        return new AttemptResult { Status = SendStatus.Rejected, Reason = error.Code, Errors = [error] };
    }
}
