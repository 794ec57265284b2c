using System.Net;

namespace Rokt.EventApi;

/// <summary>The end of a send: done, never retry, or retry later.</summary>
public sealed class SendResult
{
    internal SendResult(SendStatus status) => Status = status;

    /// <summary>How the send ended.</summary>
    public SendStatus Status { get; }

    /// <summary>The status code of the last answer; null when no answer came.</summary>
    public HttpStatusCode? StatusCode { get; internal init; }

    /// <summary>The server's <c>Retry-After</c> in the last answer, or how long the client itself holds sends back; null when there is none.</summary>
    public TimeSpan? RetryAfter { get; internal init; }

    /// <summary>How many requests went out: 0 when the send ended before the network.</summary>
    public int Attempts { get; internal init; }

    /// <summary>Why the send was not accepted, from the server or the client; also what the server said on accepting it. Empty when there is nothing.</summary>
    public IReadOnlyList<EventApiError> Errors { get; internal init; } = [];

    /// <summary>At which level the server's limit was exceeded, such as <c>account</c> (<c>X-mp-rate-limit-exceeded</c>), where the server says.</summary>
    public string? RateLimitExceeded { get; internal init; }

    /// <summary>How much of the account's rate limit is in use, in percent (<c>X-mp-rate-limit-percentage-used</c>), where the server says.</summary>
    public double? RateLimitPercentageUsed { get; internal init; }

    /// <summary>Returns when the event was accepted, and throws otherwise.</summary>
    /// <exception cref="EventApiException">The send was rejected, or the API was unavailable.</exception>
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
