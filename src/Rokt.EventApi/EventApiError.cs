namespace Rokt.EventApi;

/// <summary>Describes one reason why a send was not accepted.</summary>
/// <remarks>
/// Codes in lower case are the client's own (see the list in the README); others are the server's. A message of the server can
/// quote what was sent: do not log it where personal data must not appear. <see cref="ToString"/> leaves it out.
/// </remarks>
public sealed class EventApiError
{
    /// <summary>Creates an error; the client does, and a fake client in a test.</summary>
    /// <param name="code">The code, such as <c>BAD_REQUEST</c>.</param>
    /// <param name="message">The message.</param>
    /// <exception cref="ArgumentNullException"><paramref name="code"/> or <paramref name="message"/> is null.</exception>
    public EventApiError(string code, string message)
    {
        ArgumentNullException.ThrowIfNull(code);
        ArgumentNullException.ThrowIfNull(message);
        Code = code;
        Message = message;
    }

    /// <summary>Gets the error's code, such as <c>BAD_REQUEST</c> or <c>timeout</c>.</summary>
    public string Code { get; }

    /// <summary>Gets the error's message, HTML-unescaped.</summary>
    public string Message { get; }

    /// <summary>Returns the name of the type, not the content.</summary>
    public override string ToString() => nameof(EventApiError);
}
