using System.Net;

namespace Rokt.EventApi.Sending;

/// <summary>How one attempt ended, and what that means for the next.</summary>
internal sealed class AttemptResult
{
    /// <summary>The answer that nearly every attempt gets: 202, and nothing else to say.</summary>
    public static readonly AttemptResult PlainlyAccepted = new() { Status = SendStatus.Accepted, StatusCode = HttpStatusCode.Accepted };

    /// <summary>None was made, because the caller no longer wants it.</summary>
    public static readonly AttemptResult NotAttempted =
        Unanswered(new EventApiError("not_attempted", "The send was withdrawn before its attempt."), isRetryable: false, isOutage: false);

    public required SendStatus Status { get; init; }

    public HttpStatusCode? StatusCode { get; init; }

    /// <summary>Why the attempt failed, in a word that telemetry can show: a status code or one of <see cref="ClientErrors"/>.</summary>
    public string? Reason { get; init; }

    /// <summary>Whether another attempt may end better.</summary>
    public bool IsRetryable { get; init; }

    /// <summary>Whether the API is down (5xx, timeout, failed connection), rather than busy or unwilling.</summary>
    public bool IsOutage { get; init; }

    public TimeSpan? RetryAfter { get; init; }

    public IReadOnlyList<EventApiError> Errors { get; init; } = [];

    public string? RateLimitExceeded { get; init; }

    public double? RateLimitPercentageUsed { get; init; }

    /// <summary>An attempt, or the wait for one, that ended without an answer.</summary>
    public static AttemptResult Unanswered(EventApiError error, bool isRetryable, bool isOutage, TimeSpan? retryAfter = null) => new()
    {
        Status = SendStatus.Unavailable,
        Reason = error.Code,
        IsRetryable = isRetryable,
        IsOutage = isOutage,
        RetryAfter = retryAfter,
        Errors = [error],
    };
}
