namespace Rokt.EventApi.Compatibility;

/// <summary>The classes of ASCII characters.</summary>
internal static class Characters
{
    extension(char)
    {
        public static bool IsAsciiDigit(char character) => character is >= '0' and <= '9';

        public static bool IsAsciiLetter(char character) => character is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z');

        public static bool IsAsciiLetterOrDigit(char character) => char.IsAsciiLetter(character) || char.IsAsciiDigit(character);

        public static bool IsAsciiHexDigit(char character) =>
            char.IsAsciiDigit(character) || character is (>= 'a' and <= 'f') or (>= 'A' and <= 'F');
    }
}
