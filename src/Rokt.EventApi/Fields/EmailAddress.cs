using System.Globalization;

namespace Rokt.EventApi.Fields;

/// <summary>An e-mail address, in lower case. Its shape is checked; which addresses exist is the mail server's to know.</summary>
internal sealed class EmailAddress : TextKind
{
    public override void Check(string text, in Subject subject, ref ViolationList violations)
    {
        if (!IsAddress(text))
        {
            violations.Add(subject, "An e-mail address has the form name@example.com, without spaces.");
        }
        else if (!Unicode.IsValid(text))
        {
            violations.Add(subject, Unicode.Rule);
        }
    }

    protected override string Canonical(string text) => text.ToLowerInvariant();

    private static bool IsAddress(string text)
    {
        int at = text.IndexOf('@', StringComparison.Ordinal);
        ReadOnlySpan<char> domain = text.AsSpan(at + 1);
        if (at <= 0 || domain.Contains('@') || domain.Contains("..", StringComparison.Ordinal) || !domain.Contains('.') || domain[0] == '.' || domain[^1] == '.')
        {
            return false;
        }

        foreach (char character in text)
        {
            if (!IsAllowed(character))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsAllowed(char character) => character < '\x7F'
        ? character is > ' ' and not ('<' or '>' or ',' or ';' or ':')
        : !char.IsWhiteSpace(character) && !char.IsControl(character) && char.GetUnicodeCategory(character) != UnicodeCategory.Format;
}
