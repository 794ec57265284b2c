namespace Rokt.EventApi.Cli.Values;

/// <summary>Reads the date at the start of a text, in the forms that exports have.</summary>
internal static class DateText
{
    private const string Months = "janfebmaraprmayjunjulaugsepoctnovdec";

    /// <param name="text">The text; a time may follow.</param>
    /// <param name="order">Day or month first, where numbers do not show which.</param>
    /// <param name="date">The date.</param>
    /// <param name="length">How much of the text the date is.</param>
    public static bool TryParse(ReadOnlySpan<char> text, DateOrder order, out DateTime date, out int length)
    {
        date = default;
        length = 0;
        var reader = new Reader(text);
        int year;
        int month;
        int day;
        if (reader.IsLetter)
        {
            if (!TryReadMonthFirst(ref reader, out year, out month, out day))
            {
                return false;
            }
        }
        else if (!TryReadNumbers(ref reader, order, out year, out month, out day))
        {
            return false;
        }

        if (year is < 1 or > 9999 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month))
        {
            return false;
        }

        date = new DateTime(year, month, day, 0, 0, 0, DateTimeKind.Unspecified);
        length = reader.Position;
        return true;
    }

    /// <summary>Returns which order the date shows: a number above 12 is a day.</summary>
    public static DateOrder Shown(ReadOnlySpan<char> text)
    {
        var reader = new Reader(text);
        if (!reader.TryReadNumber(out int first, out int digits) || digits > 2 || !reader.TryReadSeparator(out char separator) || !reader.TryReadNumber(out int second, out int secondDigits) || secondDigits > 2)
        {
            return DateOrder.Unknown;
        }

        // 31.12.2025: with dots, the day comes first wherever such dates are written.
        return first > 12 || separator == '.' ? DateOrder.DayFirst : second > 12 ? DateOrder.MonthFirst : DateOrder.Unknown;
    }

    /// <summary>Returns whether the date has the form of 01/02/2025, which means two days.</summary>
    public static bool IsAmbiguous(ReadOnlySpan<char> text)
    {
        var reader = new Reader(text);
        return reader.TryReadNumber(out int first, out int digits) && digits <= 2
            && reader.TryReadSeparator(out char separator) && separator != '.'
            && reader.TryReadNumber(out int second, out int secondDigits) && secondDigits <= 2
            && first <= 12 && second <= 12 && first != second;
    }

    // Oct 7, 2025; Tuesday, October 7, 2025; Tue, 07 Oct 2025
    private static bool TryReadMonthFirst(ref Reader reader, out int year, out int month, out int day)
    {
        year = day = 0;
        if (!reader.TryReadMonth(out month))
        {
            reader.SkipBlanks();
            if (!reader.IsLetter)
            {
                return reader.TryReadNumber(out day, out _) && reader.TryReadSeparator(out _) && reader.TryReadMonth(out month)
                    && reader.TryReadSeparator(out _) && reader.TryReadYear(out year);
            }

            if (!reader.TryReadMonth(out month))
            {
                return false;
            }
        }

        reader.SkipBlanks();
        return reader.TryReadNumber(out day, out int digits) && digits <= 2 && reader.TryReadSeparator(out _) && reader.TryReadYear(out year);
    }

    private static bool TryReadNumbers(ref Reader reader, DateOrder order, out int year, out int month, out int day)
    {
        year = month = day = 0;
        if (!reader.TryReadNumber(out int first, out int digits) || !reader.TryReadSeparator(out char separator))
        {
            return false;
        }

        if (digits == 4)
        {
            year = first;
            return reader.TryReadNumber(out month, out _) && reader.TryReadSeparator(out _) && reader.TryReadNumber(out day, out _);
        }

        // 7 Oct 2025, 07-Oct-25
        if (reader.IsLetter)
        {
            day = first;
            return reader.TryReadMonth(out month) && reader.TryReadSeparator(out _) && reader.TryReadYear(out year);
        }

        if (digits > 2 || !reader.TryReadNumber(out int second, out _) || !reader.TryReadSeparator(out _) || !reader.TryReadYear(out year))
        {
            return false;
        }

        bool isDayFirst = first > 12 || separator == '.' || (second <= 12 && order == DateOrder.DayFirst);
        bool contradicts = (first > 12 && order == DateOrder.MonthFirst && separator != '.') || (second > 12 && order == DateOrder.DayFirst);
        (day, month) = isDayFirst ? (first, second) : (second, first);
        return !contradicts && (order != DateOrder.Unknown || separator == '.' || first > 12 || second > 12 || first == second);
    }

    /// <summary>Reads numbers, words and what stands between them.</summary>
    private ref struct Reader(ReadOnlySpan<char> text)
    {
        private readonly ReadOnlySpan<char> _text = text;

        public int Position { get; private set; }

        public readonly bool IsLetter => Position < _text.Length && char.IsLetter(_text[Position]);

        public bool TryReadNumber(out int number, out int digits)
        {
            number = 0;
            digits = 0;
            while (Position < _text.Length && digits < 4 && char.IsAsciiDigit(_text[Position]))
            {
                number = (number * 10) + (_text[Position++] - '0');
                digits++;
            }

            return digits > 0;
        }

        public bool TryReadYear(out int year)
        {
            bool isRead = TryReadNumber(out year, out int digits) && digits is 2 or 4;
            year = digits == 2 ? 2000 + year : year;
            return isRead;
        }

        public bool TryReadSeparator(out char separator)
        {
            separator = Position < _text.Length ? _text[Position] : '\0';
            if (separator is not ('/' or '-' or '.' or ' ' or ','))
            {
                return false;
            }

            Position++;
            SkipBlanks();
            return true;
        }

        /// <summary>Reads a word; true when it is a month's name.</summary>
        public bool TryReadMonth(out int month)
        {
            int start = Position;
            while (IsLetter)
            {
                Position++;
            }

            ReadOnlySpan<char> word = _text[start..Position];
            Span<char> lower = stackalloc char[3];
            month = 0;
            if (word.Length < 3)
            {
                return false;
            }

            word[..3].ToLowerInvariant(lower);
            int at = Months.AsSpan().IndexOf(lower);
            month = at % 3 == 0 ? (at / 3) + 1 : 0;
            return month > 0;
        }

        public void SkipBlanks()
        {
            while (Position < _text.Length && _text[Position] is ' ' or '.' or ',' or '\u00A0')
            {
                Position++;
            }
        }
    }
}
