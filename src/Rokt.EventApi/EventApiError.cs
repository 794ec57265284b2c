namespace Rokt.EventApi;

/// <summary>One reason why a send was not accepted.</summary>
/// <remarks>
/// Codes in lower case are the client's own (see the README's list); others are the server's. A message of the server can
/// quote what was sent: do not log it where personal data must not be. <see cref="ToString"/> leaves it out.
/// </remarks>
public sealed class EventApiError
{
    internal EventApiError(string code, string message)
    {
        Code = code;
        Message = message;
    }

    /// <summary>The error's code, such as <c>BAD_REQUEST</c> or <c>timeout</c>.</summary>
    public string Code { get; }

    /// <summary>The error's message, HTML-unescaped.</summary>
    public string Message { get; }

    /// <summary>Names the type, not the content.</summary>
    public override string ToString() => nameof(EventApiError);
}
