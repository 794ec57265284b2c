namespace Rokt.EventApi.Compatibility;

/// <summary>Searches in text. A single character is compared by its code alone, as an ordinal comparison asks.</summary>
internal static class Strings
{
    extension(string text)
    {
        public bool Contains(char character, StringComparison comparison) => text.IndexOf(character, comparison) >= 0;

        public int IndexOf(char character, StringComparison comparison) => comparison == StringComparison.Ordinal
            ? text.IndexOf(character)
            : text.IndexOf(character.ToString(), comparison);
    }

    extension(ReadOnlySpan<char> text)
    {
        public bool Contains(char character) => text.IndexOf(character) >= 0;

        public int IndexOfAnyExceptInRange(char first, char last)
        {
            for (int i = 0; i < text.Length; i++)
            {
                if (text[i] < first || text[i] > last)
                {
                    return i;
                }
            }

            return -1;
        }

        public int IndexOfAnyInRange(char first, char last)
        {
            for (int i = 0; i < text.Length; i++)
            {
                if (text[i] >= first && text[i] <= last)
                {
                    return i;
                }
            }

            return -1;
        }
    }
}
