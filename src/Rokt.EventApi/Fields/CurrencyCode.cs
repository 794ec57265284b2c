using System.Text;

namespace Rokt.EventApi.Fields;

/// <summary>A currency's code: three ASCII letters, in upper case.</summary>
internal sealed class CurrencyCode : TextKind
{
    public const string Rule = "A currency code is three ASCII letters, such as USD.";

    public override void Check(string text, in Subject subject, ref ViolationList violations)
    {
        if (text.Length != 3 || !char.IsAsciiLetter(text[0]) || !char.IsAsciiLetter(text[1]) || !char.IsAsciiLetter(text[2]))
        {
            violations.Add(subject, Rule);
        }
    }

    // Other letters can become ASCII ones in upper case: "ſ" an S.
    protected override string Canonical(string text) => Ascii.IsValid(text) ? text.ToUpperInvariant() : text;
}
