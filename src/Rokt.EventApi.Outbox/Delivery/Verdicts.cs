using System.Net;

namespace Rokt.EventApi.Outbox.Delivery;

/// <summary>The one place that decides what a result means.</summary>
internal static class Verdicts
{
    /// <summary>
    /// Only a status that judges the body kills a conversion. Any other refusal (404, 407, a redirect) may be a wrong address
    /// or a proxy's doing, and must not kill a day of them.
    /// </summary>
    public static Verdict Of(SendResult result) => result switch
    {
        { Status: SendStatus.Accepted } => Verdict.Accepted,
        { Status: SendStatus.Rejected, StatusCode: null } => Verdict.ConversionRefused,
        { Attempts: 0 } => Verdict.NotSent,
        { StatusCode: HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden } => Verdict.CredentialsRefused,
        {
            StatusCode: HttpStatusCode.BadRequest or HttpStatusCode.RequestEntityTooLarge or HttpStatusCode.UnsupportedMediaType or HttpStatusCode.UnprocessableEntity
        } => Verdict.ConversionRefused,
        { StatusCode: HttpStatusCode.TooManyRequests, RetryAfter: not null } => Verdict.Throttled,
        _ => Verdict.Failed,
    };

    /// <summary>Whether the server may have taken a conversion whose answer did not come.</summary>
    public static bool MayHaveArrived(SendResult result) =>
        result is { StatusCode: null, Attempts: > 0 } && result.Errors.Any(error => error.Code is "timeout" or "connection_lost");

    /// <summary>Whether no conversion can be to blame: there was no connection, or the server is only busy.</summary>
    public static bool IsNobodysFault(SendResult result) =>
        result.StatusCode is HttpStatusCode.TooManyRequests || (result.StatusCode is null && !MayHaveArrived(result));
}
