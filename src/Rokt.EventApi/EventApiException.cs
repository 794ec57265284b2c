namespace Rokt.EventApi;

/// <summary>An event was not accepted; thrown by <see cref="SendResult.EnsureAccepted"/> alone. Its message holds no personal data.</summary>
public sealed class EventApiException : Exception
{
    internal EventApiException(SendResult result)
        : base(result.Status == SendStatus.Rejected
            ? $"The Event API rejected the event and will not take it as it is: {result}. Result.Errors says why."
            : $"The Event API is unavailable: {result}. The event can be sent again later. Result.Errors says why.") =>
        Result = result;

    /// <summary>The send's result.</summary>
    public SendResult Result { get; }

    /// <summary>Whether the same event can be accepted later.</summary>
    public bool IsTransient => Result.Status == SendStatus.Unavailable;
}
