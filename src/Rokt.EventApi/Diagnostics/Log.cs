using Microsoft.Extensions.Logging;
using Rokt.EventApi.Serialization;

namespace Rokt.EventApi.Diagnostics;

/// <summary>The client's log lines. The ids are stable; no line holds anything of an event, an answer's body or a credential.</summary>
internal static partial class Log
{
    /// <summary>The one line of a send.</summary>
    public static void Sent(ILogger logger, SendResult result, string? reason, Payload payload, TimeSpan elapsed)
    {
        switch (result.Status)
        {
            case SendStatus.Accepted:
                Accepted(logger, payload.EventCount, payload.Body.Length, result.Attempts, elapsed.TotalMilliseconds);
                break;
            case SendStatus.Rejected:
                Rejected(logger, reason, payload.EventCount, payload.Body.Length, result.Attempts, elapsed.TotalMilliseconds, Codes(result));
                break;
            default:
                Unavailable(logger, reason, payload.EventCount, payload.Body.Length, result.Attempts, elapsed.TotalMilliseconds, result.RetryAfter?.TotalSeconds);
                break;
        }
    }

    // A code is the server's text; only what looks like one (BAD_REQUEST, request_too_large) is shown.
    private static string Codes(SendResult result) =>
        string.Join(", ", result.Errors.Select(error => error.Code.Length <= 64 && error.Code.All(IsCodeCharacter) ? error.Code : "?"));

    private static bool IsCodeCharacter(char character) => char.IsAsciiLetter(character) || character == '_';

    [LoggerMessage(1, LogLevel.Debug, "Accepted: {Events} event(s), {Bytes} bytes, {Attempts} attempt(s), {ElapsedMilliseconds} ms", EventName = "Accepted")]
    public static partial void Accepted(ILogger logger, int events, int bytes, int attempts, double elapsedMilliseconds);

    [LoggerMessage(2, LogLevel.Error, "Rejected ({Reason}): the Event API will not take this request as it is; {Events} event(s), {Bytes} bytes, {Attempts} attempt(s), {ElapsedMilliseconds} ms, server's codes: {Codes}", EventName = "Rejected")]
    public static partial void Rejected(ILogger logger, string? reason, int events, int bytes, int attempts, double elapsedMilliseconds, string codes);

    [LoggerMessage(3, LogLevel.Warning, "Unavailable ({Reason}): {Events} event(s) not sent, {Bytes} bytes, {Attempts} attempt(s), {ElapsedMilliseconds} ms, Retry-After {RetryAfterSeconds} s", EventName = "Unavailable")]
    public static partial void Unavailable(ILogger logger, string? reason, int events, int bytes, int attempts, double elapsedMilliseconds, double? retryAfterSeconds);

    [LoggerMessage(4, LogLevel.Debug, "Retrying after {DelayMilliseconds} ms: attempt {Attempt} ended with {Reason}", EventName = "Retrying")]
    public static partial void Retrying(ILogger logger, double delayMilliseconds, int attempt, string reason);

    [LoggerMessage(5, LogLevel.Information, "Events without a confirmationref are sent: when an answer is lost, the retry is counted twice, since Rokt deduplicates conversions by it. Said once a client", EventName = "NoConfirmationRef")]
    public static partial void NoConfirmationRef(ILogger logger);

    [LoggerMessage(6, LogLevel.Information, "The credentials were rotated; the next attempt uses them", EventName = "CredentialsRotated")]
    public static partial void CredentialsRotated(ILogger logger);
}
