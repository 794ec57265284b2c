using System.Net;

namespace Rokt.EventApi;

/// <summary>The exception that is thrown when an event was not accepted, by <see cref="SendResult.EnsureAccepted"/> alone. Its message holds no personal data.</summary>
public sealed class EventApiException : Exception
{
    /// <summary>Creates an exception for a result; <see cref="SendResult.EnsureAccepted"/> does, and a fake in a test.</summary>
    /// <param name="result">The result of the send.</param>
    /// <exception cref="ArgumentNullException"><paramref name="result"/> is null.</exception>
    public EventApiException(SendResult result)
        : base(MessageFor(result)) =>
        Result = result;

    /// <summary>Gets the result of the send.</summary>
    public SendResult Result { get; }

    /// <summary>Gets whether the same event can be accepted later.</summary>
    public bool IsTransient => Result.Status == SendStatus.Unavailable;

    private static string MessageFor(SendResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        return result.Account.Prefix + result switch
        {
            { Status: SendStatus.Rejected, StatusCode: HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden } =>
                $"The Event API refused the credentials: {result}. Nothing is accepted until that is fixed: {result.Account.CredentialsAdvice}.",
            { Status: SendStatus.Rejected } => $"The Event API rejected the event and will not accept it as it is: {result}. Result.Errors has the reasons.",
            _ => $"The Event API is unavailable: {result}. The event can be sent again later. Result.Errors has the reasons.",
        };
    }
}
