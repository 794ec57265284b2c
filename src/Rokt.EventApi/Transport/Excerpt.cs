using System.Globalization;
using System.Text;

namespace Rokt.EventApi.Transport;

/// <summary>The beginning of a text, cut between characters as a reader sees them.</summary>
internal static class Excerpt
{
    private const int MaxLength = 1024;

    public static string Create(ReadOnlySpan<byte> utf8)
    {
        string text = Encoding.UTF8.GetString(utf8[..Whole(utf8)]);
        return text.Length <= MaxLength ? text : text[..Cut(text)];
    }

    // Not the first bytes of a character whose others did not come.
    private static int Whole(ReadOnlySpan<byte> utf8)
    {
        const int LongestCharacter = 4;
        for (int start = utf8.Length - 1; start >= 0 && start > utf8.Length - LongestCharacter; start--)
        {
            if ((utf8[start] & 0xC0) != 0x80)
            {
                int length = utf8[start] switch { >= 0xF0 => 4, >= 0xE0 => 3, >= 0xC0 => 2, _ => 1 };
                return start + length > utf8.Length ? start : utf8.Length;
            }
        }

        return utf8.Length;
    }

    private static int Cut(string text)
    {
        int cut = StringInfo.ParseCombiningCharacters(text).LastOrDefault(start => start <= MaxLength);
        if (cut > 0)
        {
            return cut;
        }

        // All of it is one character with its marks; what is left is not half a surrogate pair at least.
        return char.IsHighSurrogate(text[MaxLength - 1]) ? MaxLength - 1 : MaxLength;
    }
}
