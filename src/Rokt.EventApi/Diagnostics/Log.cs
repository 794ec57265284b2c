using System.Net;
using Microsoft.Extensions.Logging;
using Rokt.EventApi.Configuration;
using Rokt.EventApi.Serialization;

namespace Rokt.EventApi.Diagnostics;

/// <summary>The client's log lines. The ids are stable; no line holds anything of an event, the body of a response or a credential.</summary>
internal static partial class Log
{
    /// <summary>Writes the one line of a send.</summary>
    public static void Sent(ILogger logger, Account account, SendResult result, string? reason, Payload payload, TimeSpan elapsed)
    {
        switch (result)
        {
            case { Status: SendStatus.Accepted }:
                Accepted(logger, account.DisplayName, payload.EventCount, payload.Body.Length, result.Attempts, elapsed.TotalMilliseconds);
                break;
            case { Status: SendStatus.Rejected, StatusCode: HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden }:
                Rejected(logger, reason, account.DisplayName, $"the credentials are refused, {account.CredentialsAdvice}", payload.EventCount, payload.Body.Length, result.Attempts, elapsed.TotalMilliseconds, string.Join(", ", result.Errors));
                break;
            case { Status: SendStatus.Rejected }:
                Rejected(logger, reason, account.DisplayName, "the request will not be accepted as it is", payload.EventCount, payload.Body.Length, result.Attempts, elapsed.TotalMilliseconds, string.Join(", ", result.Errors));
                break;
            default:
                Unavailable(logger, reason, account.DisplayName, payload.EventCount, payload.Body.Length, result.Attempts, elapsed.TotalMilliseconds, result.RetryAfter?.TotalSeconds);
                break;
        }
    }

    [LoggerMessage(1, LogLevel.Debug, "Accepted for account {Account}: {Events} event(s), {Bytes} bytes, {Attempts} attempt(s), {ElapsedMilliseconds} ms", EventName = "Accepted")]
    public static partial void Accepted(ILogger logger, string account, int events, int bytes, int attempts, double elapsedMilliseconds);

    [LoggerMessage(2, LogLevel.Error, "Rejected ({Reason}) for account {Account}: {Advice}; {Events} event(s), {Bytes} bytes, {Attempts} attempt(s), {ElapsedMilliseconds} ms, error codes: {Codes}", EventName = "Rejected")]
    public static partial void Rejected(ILogger logger, string? reason, string account, string advice, int events, int bytes, int attempts, double elapsedMilliseconds, string codes);

    [LoggerMessage(3, LogLevel.Warning, "Unavailable ({Reason}) for account {Account}: {Events} event(s) not sent, {Bytes} bytes, {Attempts} attempt(s), {ElapsedMilliseconds} ms, Retry-After {RetryAfterSeconds} s", EventName = "Unavailable")]
    public static partial void Unavailable(ILogger logger, string? reason, string account, int events, int bytes, int attempts, double elapsedMilliseconds, double? retryAfterSeconds);

    [LoggerMessage(4, LogLevel.Debug, "Retrying for account {Account} after {DelayMilliseconds} ms: attempt {Attempt} ended with {Reason}", EventName = "Retrying")]
    public static partial void Retrying(ILogger logger, string account, double delayMilliseconds, int attempt, string reason);

    [LoggerMessage(5, LogLevel.Information, "Events without a confirmationref are sent for account {Account}: when a response is lost, the retry is counted twice, because Rokt deduplicates conversions by it. Logged once per client", EventName = "NoConfirmationRef")]
    public static partial void NoConfirmationRef(ILogger logger, string account);

    [LoggerMessage(6, LogLevel.Information, "The credentials of account {Account} changed; the next attempt uses the new ones", EventName = "CredentialsRotated")]
    public static partial void CredentialsRotated(ILogger logger, string account);

    [LoggerMessage(7, LogLevel.Warning, "Account {Account} is disabled ({Setting} is false): nothing is sent, and every send is reported as accepted. Logged once per client", EventName = "Disabled")]
    public static partial void Disabled(ILogger logger, string account, string setting);

    [LoggerMessage(8, LogLevel.Information, "BeforeSend dropped a conversion of account {Account}: it is neither sent nor stored", EventName = "Dropped")]
    public static partial void Dropped(ILogger logger, string account);

    [LoggerMessage(9, LogLevel.Error, "BeforeSend of account {Account} threw {ExceptionType}: the conversion is neither sent nor stored", EventName = "BeforeSendFailed")]
    public static partial void BeforeSendFailed(ILogger logger, string account, string exceptionType);

    [LoggerMessage(10, LogLevel.Error, "A conversion of account {Account} is live data and is not sent, because the address is not HTTPS: set {Setting} to an HTTPS address", EventName = "InsecureHttp")]
    public static partial void InsecureHttp(ILogger logger, string account, string setting);

    [LoggerMessage(11, LogLevel.Warning, "An event of account {Account} is more than 30 days old, or more than a day ahead: it is sent, and the API may ignore it. Check the time zone of WithEventTime. Logged once per client", EventName = "Mistimed")]
    public static partial void Mistimed(ILogger logger, string account);
}
