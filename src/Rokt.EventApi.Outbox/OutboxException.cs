namespace Rokt.EventApi.Outbox;

/// <summary>The exception that is thrown when the outbox's store could not be used. The message says what to do; nothing was half-written. It holds no personal data.</summary>
public sealed class OutboxException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What to do.</param>
    /// <param name="innerException">What the store reported. Default: nothing.</param>
    public OutboxException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
