namespace Rokt.EventApi.Fields;

/// <summary>A text without a form of its own.</summary>
/// <param name="limit">The most characters; null for no limit.</param>
/// <param name="isSingleLine">Whether it has no control characters, such as line breaks.</param>
internal sealed class PlainText(int? limit, bool isSingleLine) : TextKind
{
    public int? Limit { get; } = limit;

    public bool IsSingleLine { get; } = isSingleLine;

    public override void Check(string text, in Subject subject, ref ViolationList violations)
    {
        if (text.Length > Limit)
        {
            violations.Add(subject, "The value is too long: shorten it.", Limit, text.Length);
        }

        if (Unicode.IsPrintableAscii(text))
        {
            return;
        }

        if (!Unicode.IsValid(text))
        {
            violations.Add(subject, Unicode.Rule);
        }
        else if (IsSingleLine && Unicode.HasControlCharacter(text))
        {
            violations.Add(subject, Unicode.ControlCharacterRule);
        }
    }
}
