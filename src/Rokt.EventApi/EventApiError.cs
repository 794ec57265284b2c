namespace Rokt.EventApi;

/// <summary>Describes one reason why a send was not accepted.</summary>
/// <remarks>
/// Codes in lower case are the client's own (see the list in the README); others are the server's. A message of the server can
/// quote what was sent, and so can a code of a server that is not the API: log <see cref="ToString"/> where personal data must not appear.
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

    /// <summary>Gets whether the code is a text of the server's, which may be anything.</summary>
    internal bool IsFromServer { get; init; }

    /// <summary>
    /// Returns the code where it looks like one, with 64 characters at most: letters and underscores, in upper case where it is the
    /// server's; else <c>?</c>. Never the message.
    /// </summary>
    public override string ToString()
    {
        const int MaxLength = 64;
        return Code.Length is > 0 and <= MaxLength && Code.All(IsCodeCharacter) ? Code : "?";
    }

    private bool IsCodeCharacter(char character) => character is (>= 'A' and <= 'Z') or '_' || (!IsFromServer && character is >= 'a' and <= 'z');
}
