using System.Net;

namespace Rokt.EventApi.Outbox.Delivery;

/// <summary>The one place that decides what a result means for the outbox.</summary>
internal static class ResultClassifier
{
    /// <summary>
    /// Classifies a result. Only a status that judges the body ends in dead letter. Any other refusal (404, 407, a redirect)
    /// may be a wrong address or a proxy's doing, and must not cost a day of conversions.
    /// </summary>
    public static ResultKind Classify(SendResult result) => result switch
    {
        { Status: SendStatus.Accepted } => ResultKind.Accepted,
        { Status: SendStatus.Rejected, StatusCode: null } => ResultKind.ConversionRejected,
        { Attempts: 0 } => ResultKind.NotSent,
        { StatusCode: HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden } => ResultKind.CredentialsRefused,
        {
            StatusCode: HttpStatusCode.BadRequest or HttpStatusCode.RequestEntityTooLarge or HttpStatusCode.UnsupportedMediaType or HttpStatusCode.UnprocessableEntity
        } => ResultKind.ConversionRejected,
        { StatusCode: HttpStatusCode.TooManyRequests, RetryAfter: not null } => ResultKind.Throttled,
        _ => ResultKind.Failed,
    };

    /// <summary>Returns whether the server may have taken a conversion whose response did not arrive.</summary>
    public static bool MayHaveArrived(SendResult result) =>
        result is { StatusCode: null, Attempts: > 0 } && result.Errors.Any(error => error.Code is "timeout" or "connection_lost");

    /// <summary>Returns whether the conversion cannot be at fault: there was no connection, or the server is only busy.</summary>
    public static bool IsIndependentOfConversion(SendResult result) =>
        result.StatusCode is HttpStatusCode.TooManyRequests || (result.StatusCode is null && !MayHaveArrived(result));
}
