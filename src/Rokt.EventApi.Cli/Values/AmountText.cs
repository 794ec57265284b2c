using System.Globalization;

namespace Rokt.EventApi.Cli.Values;

/// <summary>Reads amounts as people and programs write them: with sign, currency and separators of thousands.</summary>
internal static class AmountText
{
    private const int LongestNumber = 40;

    /// <param name="text">The cell.</param>
    /// <param name="isDecimalComma">Whether a comma separates the decimals in this file.</param>
    /// <param name="amount">The amount, with its decimals as written.</param>
    public static bool TryParse(ReadOnlySpan<char> text, bool isDecimalComma, out decimal amount)
    {
        // Most amounts are plain; a comma file's "1.234" is a number to everyone, though not the same one.
        if ((!isDecimalComma || !text.Contains('.'))
            && decimal.TryParse(text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out amount))
        {
            return true;
        }

        amount = 0;
        Span<char> digits = stackalloc char[LongestNumber];
        int length = 0;
        int groupStart = -1;
        bool isNegative = false;
        bool isInterrupted = false;
        foreach (char character in text)
        {
            if (char.IsAsciiDigit(character))
            {
                if (length == digits.Length || isInterrupted)
                {
                    return false;
                }

                digits[length++] = character;
            }
            else if (character is '.' or ',')
            {
                if (length == digits.Length || !IsWholeGroup(groupStart, length))
                {
                    return false;
                }

                bool isDecimal = character == (isDecimalComma ? ',' : '.');
                groupStart = isDecimal ? -1 : length;
                if (isDecimal)
                {
                    digits[length++] = '.';
                }
            }
            else if (character is '-' or '(' or '\u2212')
            {
                // Behind the digits, 12.50- is negative, 12.- has no decimals, and a remark begins with a bracket.
                if (character == '(' && length > 0)
                {
                    return false;
                }

                isNegative |= length == 0 || digits[length - 1] != '.';
                isInterrupted |= length > 0;
            }
            else if (!IsOrnament(character))
            {
                return false;
            }
            else
            {
                isInterrupted |= length > 0 && char.IsLetter(character);
            }
        }

        if (!IsWholeGroup(groupStart, length)
            || !decimal.TryParse(digits[..length], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out amount))
        {
            return false;
        }

        amount = isNegative ? -amount : amount;
        return true;
    }

    /// <summary>
    /// Reads a number that is no amount, such as a quantity: with the separators of the file's amounts, else with the others. <c>1,0</c>
    /// holds decimals in any file, since thousands have three digits.
    /// </summary>
    public static bool TryParseNumber(ReadOnlySpan<char> text, bool isDecimalComma, out decimal number) =>
        TryParse(text, isDecimalComma, out number) || TryParse(text, !isDecimalComma, out number);

    /// <summary>Returns whether the value shows which character separates the decimals: true for a comma, null when it does not show.</summary>
    public static bool? IsDecimalComma(ReadOnlySpan<char> text)
    {
        int comma = text.LastIndexOf(',');
        int dot = text.LastIndexOf('.');
        if (comma >= 0 && dot >= 0)
        {
            return comma > dot;
        }

        return comma >= 0 ? Shows(text, ',', comma) : dot >= 0 ? !Shows(text, '.', dot) : null;
    }

    // One separator before any number of digits but three separates decimals; several of the same separate thousands.
    private static bool? Shows(ReadOnlySpan<char> text, char separator, int last)
    {
        if (text.IndexOf(separator) != last)
        {
            return false;
        }

        int digits = 0;
        for (int i = last + 1; i < text.Length && char.IsAsciiDigit(text[i]); i++)
        {
            digits++;
        }

        return digits == 3 ? null : true;
    }

    // Thousands have three digits; anything else is the other file's decimal separator, and no number here.
    private static bool IsWholeGroup(int start, int length) => start < 0 || length - start == 3;

    private static bool IsOrnament(char character) =>
        char.IsWhiteSpace(character) || char.IsLetter(character) || character is '$' or '\'' or '\u2019' or '+' or ')' || char.GetUnicodeCategory(character) == UnicodeCategory.CurrencySymbol;
}
