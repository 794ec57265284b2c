using System.Globalization;

namespace Rokt.EventApi.Cli.Values;

/// <summary>Reads points in time as shops export them; see <see cref="DateText"/> for the dates.</summary>
internal static class TimeText
{
    private static readonly DateTime Epoch = DateTime.UnixEpoch;
    private static readonly DateTime ExcelEpoch = new(1899, 12, 30, 0, 0, 0, DateTimeKind.Unspecified);

    /// <param name="text">Date and time, perhaps with an offset or a zone.</param>
    /// <param name="order">Day or month first, where numbers do not show which.</param>
    /// <param name="time">The date and time as written; with an offset, of that offset.</param>
    /// <param name="offset">The offset; null when the text has none.</param>
    /// <param name="zone">The name of a zone, such as <c>PDT</c>; empty when there is none.</param>
    public static bool TryParse(ReadOnlySpan<char> text, DateOrder order, out DateTime time, out TimeSpan? offset, out ReadOnlySpan<char> zone)
    {
        offset = null;
        zone = default;
        if (TryParseNumber(text, out time, out bool isUtc))
        {
            offset = isUtc ? TimeSpan.Zero : null;
            return true;
        }

        bool isRead = DateText.TryParse(text, order, out DateTime date, out int length) && TryParseTime(text[length..], ref date, out offset, out zone);
        time = date;
        return isRead;
    }

    /// <summary>Adds a time of day that stands in a cell of its own.</summary>
    public static bool TryAdd(ReadOnlySpan<char> timeOfDay, scoped ref DateTime time, out TimeSpan? offset, out ReadOnlySpan<char> zone) =>
        TryParseTime(timeOfDay, ref time, out offset, out zone);

    // Unix seconds or milliseconds, 20251007 or 20251007021409, or the days of a spreadsheet.
    private static bool TryParseNumber(ReadOnlySpan<char> text, out DateTime time, out bool isUtc)
    {
        const int FirstSerial = 30_000;
        const int LastSerial = 80_000;
        time = default;
        isUtc = false;
        if (text.IndexOfAnyExceptInRange('0', '9') >= 0)
        {
            if (text.Length > 6 && text[5] == '.' && double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double serial)
                && serial is > FirstSerial and < LastSerial)
            {
                time = ExcelEpoch.AddSeconds(Math.Round(serial * 86_400));
                return true;
            }

            return false;
        }

        switch (text.Length)
        {
            case 10:
                time = Epoch.AddSeconds(long.Parse(text, CultureInfo.InvariantCulture));
                isUtc = true;
                return true;
            case 13:
                time = Epoch.AddMilliseconds(long.Parse(text, CultureInfo.InvariantCulture));
                isUtc = true;
                return true;
            case 8 or 14:
                return DateTime.TryParseExact(
                    text, text.Length == 8 ? "yyyyMMdd" : "yyyyMMddHHmmss", CultureInfo.InvariantCulture, DateTimeStyles.None, out time);
            case 5 when int.Parse(text, CultureInfo.InvariantCulture) is > FirstSerial and < LastSerial and var days:
                time = ExcelEpoch.AddDays(days);
                return true;
            default:
                return false;
        }
    }

    // 14:30, 14:30:05.123, 2:30 PM, and what follows: an offset or a zone.
    private static bool TryParseTime(ReadOnlySpan<char> text, scoped ref DateTime time, out TimeSpan? offset, out ReadOnlySpan<char> zone)
    {
        offset = null;
        zone = default;
        text = text.TrimStart("T, \u00A0\u202F").TrimEnd();
        if (text.IsEmpty)
        {
            return true;
        }

        if (!TryTakeNumber(ref text, out int hour) || text is not [':', ..])
        {
            return false;
        }

        text = text[1..];
        int second = 0;
        double fraction = 0;
        if (!TryTakeNumber(ref text, out int minute) || (text is [':', ..] && !TryTakeSeconds(ref text, out second, out fraction)))
        {
            return false;
        }

        text = text.TrimStart(" \u00A0\u202F");
        TakeHalfOfDay(ref text, ref hour);
        if (hour > 23 || minute > 59 || second > 59)
        {
            return false;
        }

        time = time.Date.Add(new TimeSpan(hour, minute, second)).AddSeconds(fraction);
        text = text.TrimStart(" \u00A0\u202F");
        if (text.IsEmpty)
        {
            return true;
        }

        if (TryParseOffset(text, out TimeSpan known))
        {
            offset = known;
        }
        else
        {
            zone = text;
        }

        return true;
    }

    private static bool TryTakeSeconds(ref ReadOnlySpan<char> text, out int second, out double fraction)
    {
        fraction = 0;
        text = text[1..];
        if (!TryTakeNumber(ref text, out second))
        {
            return false;
        }

        if (text is ['.' or ',', ..])
        {
            double unit = 0.1;
            for (text = text[1..]; text is [>= '0' and <= '9', ..]; text = text[1..], unit /= 10)
            {
                fraction += (text[0] - '0') * unit;
            }
        }

        return true;
    }

    // Some programs write "14:14:09 PM".
    private static void TakeHalfOfDay(ref ReadOnlySpan<char> text, ref int hour)
    {
        if (text is ['A' or 'a' or 'P' or 'p', 'M' or 'm', ..] && (text.Length == 2 || !char.IsLetter(text[2])))
        {
            if (hour <= 12)
            {
                hour = (hour % 12) + (text[0] is 'P' or 'p' ? 12 : 0);
            }

            text = text[2..];
        }
    }

    private static bool TryParseOffset(ReadOnlySpan<char> text, out TimeSpan offset)
    {
        offset = default;
        if (text is "Z" or "z" or "UTC" or "GMT")
        {
            return true;
        }

        if (text.StartsWith("UTC") || text.StartsWith("GMT"))
        {
            text = text[3..];
        }

        if (text is not ['+' or '-' or '\u2212', ..])
        {
            return false;
        }

        int sign = text[0] == '+' ? 1 : -1;
        text = text[1..];
        ReadOnlySpan<char> digits = text.Length == 5 && text[2] == ':' ? [text[0], text[1], text[3], text[4]] : text;
        if (digits.Length is not (2 or 4) || digits.IndexOfAnyExceptInRange('0', '9') >= 0)
        {
            return false;
        }

        int hours = ((digits[0] - '0') * 10) + digits[1] - '0';
        int minutes = digits.Length == 4 ? ((digits[2] - '0') * 10) + digits[3] - '0' : 0;
        offset = sign * new TimeSpan(hours, minutes, 0);
        return hours <= 14 && minutes < 60;
    }

    private static bool TryTakeNumber(ref ReadOnlySpan<char> text, out int number)
    {
        number = 0;
        int length = 0;
        while (length < text.Length && length < 2 && char.IsAsciiDigit(text[length]))
        {
            number = (number * 10) + (text[length++] - '0');
        }

        text = text[length..];
        return length > 0;
    }
}
