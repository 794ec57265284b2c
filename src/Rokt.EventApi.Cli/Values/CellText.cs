namespace Rokt.EventApi.Cli.Values;

/// <summary>Takes off what programs put around a value: white space, guards against formulas, and words for "nothing".</summary>
internal static class CellText
{
    /// <summary>Returns the value itself; empty when the cell says that there is none.</summary>
    public static ReadOnlySpan<char> Clean(ReadOnlySpan<char> cell)
    {
        cell = cell.Trim();
        if (cell.IsEmpty)
        {
            return cell;
        }

        if (cell is ['\'', var guarded, ..] && (guarded is '=' or '+' or '-' or '@' or '\t' or '\r' || char.IsAsciiDigit(guarded)))
        {
            cell = cell[1..].Trim();
        }
        else if (cell is ['=', '"', .., '"'] && cell.Length > 2)
        {
            cell = cell[2..^1].Trim();
        }
        else if (cell is ['"', .., '"'] && !cell[1..^1].Contains('"'))
        {
            cell = cell[1..^1].Trim();
        }

        return IsNothing(cell) ? default : cell;
    }

    /// <summary>Returns whether a spreadsheet wrote the value as <c>6.1E+12</c>: its digits are lost.</summary>
    public static bool IsDestroyed(ReadOnlySpan<char> value)
    {
        int exponent = value.IndexOfAny('E', 'e');
        if (exponent < 1 || exponent + 2 >= value.Length || value[exponent + 1] != '+')
        {
            return false;
        }

        return IsNumber(value[..exponent]) && value[(exponent + 2)..].IndexOfAnyExceptInRange('0', '9') < 0;
    }

    /// <summary>Returns whether the value is a SHA-256 in hexadecimal digits.</summary>
    public static bool IsDigest(ReadOnlySpan<char> value)
    {
        const int Length = 64;
        if (value.Length != Length)
        {
            return false;
        }

        foreach (char character in value)
        {
            if (!char.IsAsciiHexDigit(character))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Takes the extension off a phone number, such as <c>ext. 3</c> or <c>x3</c>: it belongs to a switchboard and not to the number.</summary>
    public static ReadOnlySpan<char> WithoutExtension(ReadOnlySpan<char> phone)
    {
        int digits = phone.Length;
        while (digits > 0 && char.IsAsciiDigit(phone[digits - 1]))
        {
            digits--;
        }

        ReadOnlySpan<char> number = phone[..digits].TrimEnd(" .:");
        foreach (string word in (ReadOnlySpan<string>)["extension", "extn", "ext", "x", "#"])
        {
            if (digits < phone.Length && number.EndsWith(word, StringComparison.OrdinalIgnoreCase))
            {
                number = number[..^word.Length].TrimEnd(" ,;");
                return number.IndexOfAnyInRange('0', '9') < 0 ? phone : number;
            }
        }

        return phone;
    }

    /// <summary>Copies a value; null for an empty one.</summary>
    public static string? ToText(ReadOnlySpan<char> value) => value.IsEmpty ? null : value.ToString();

    private static bool IsNumber(ReadOnlySpan<char> value)
    {
        foreach (char character in value)
        {
            if (!char.IsAsciiDigit(character) && character is not ('.' or ','))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsNothing(ReadOnlySpan<char> value) => value.Length <= 6 && value is
        "NULL" or "null" or "\\N" or "(null)" or "(none)" or "N/A" or "n/a" or "#N/A" or "-" or "--" or "NaN";
}
