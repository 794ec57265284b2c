namespace Rokt.EventApi.Fields;

/// <summary>What the characters of a text must be.</summary>
internal static class Unicode
{
    public const string Rule = "The text is not valid Unicode: it holds half of a surrogate pair, as text cut in the middle of a character does.";
    public const string ControlCharacterRule = "The text contains a control character, such as a line break or a tab: remove it.";

    /// <summary>Determines whether no other rule needs to look at the characters; nearly every text passes.</summary>
    public static bool IsPrintableAscii(string text) => text.AsSpan().IndexOfAnyExceptInRange(' ', '~') < 0;

    public static bool IsValid(string text)
    {
        int start = text.AsSpan().IndexOfAnyInRange('\uD800', '\uDFFF');
        for (int i = start; i >= 0 && i < text.Length; i++)
        {
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                i++;
            }
            else if (char.IsSurrogate(text[i]))
            {
                return false;
            }
        }

        return true;
    }

    public static bool HasControlCharacter(string text)
    {
        foreach (char character in text)
        {
            if (char.IsControl(character))
            {
                return true;
            }
        }

        return false;
    }
}
