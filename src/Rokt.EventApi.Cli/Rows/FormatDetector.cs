using System.Buffers;
using System.Text;

namespace Rokt.EventApi.Cli.Rows;

/// <summary>Finds out format, encoding, delimiter and quoting from the first bytes of a file.</summary>
internal static class FormatDetector
{
    private static readonly SearchValues<char> LineEnds = SearchValues.Create("\r\n");
    private static readonly SearchValues<char> CellEnds = SearchValues.Create("\t\r\n");

    /// <exception cref="UnreadableFileException">The format is none that can be read; the message continues the file's name.</exception>
    public static FileFormat Detect(ReadOnlySpan<byte> sample)
    {
        if (sample.StartsWith("PK\x03\x04"u8) || sample.StartsWith((ReadOnlySpan<byte>)[0xD0, 0xCF, 0x11, 0xE0]))
        {
            return new FileFormat(FileKind.Spreadsheet);
        }

        Encoding encoding = DetectEncoding(sample);
        string text = Decode(encoding, sample).TrimStart('\uFEFF');
        string start = text.AsSpan(0, Math.Min(text.Length, 1024)).Trim().ToString();
        switch (start)
        {
            case "":
                throw new UnreadableFileException("the file is empty.");
            case ['{', ..]:
                return new FileFormat(FileKind.JsonLines) { Encoding = encoding };
            case ['[', ..]:
                throw new UnreadableFileException("a JSON array. NDJSON is needed, one object per line: convert it with jq -c '.[]'");
            case ['<', ..]:
                throw new UnreadableFileException("XML or HTML, which some systems write under the name .xls. Export CSV instead, or save it as .xlsx.");
        }

        if (start.Contains('\0', StringComparison.Ordinal))
        {
            throw new UnreadableFileException("a binary file. CSV, TSV, NDJSON and .xlsx can be read, each also as .gz.");
        }

        return DetectDelimited(text) with { Encoding = encoding };
    }

    private static Encoding DetectEncoding(ReadOnlySpan<byte> sample)
    {
        switch (sample)
        {
            case [0xFF, 0xFE, 0, 0, ..]:
                return Strict(Encoding.UTF32);
            case [0xFF, 0xFE, ..]:
                return Strict(Encoding.Unicode);
            case [0xFE, 0xFF, ..]:
                return Strict(Encoding.BigEndianUnicode);
            case [0xEF, 0xBB, 0xBF, ..]:
                return WesternFallback.Utf8;
        }

        // Without a byte order mark, Latin letters in UTF-16 have a zero in every other byte.
        ReadOnlySpan<byte> start = sample[..Math.Min(sample.Length & ~1, 512)];
        int evenZeros = 0;
        int oddZeros = 0;
        for (int i = 0; i < start.Length; i++)
        {
            if (start[i] == 0)
            {
                _ = i % 2 == 0 ? evenZeros++ : oddZeros++;
            }
        }

        if (Math.Max(evenZeros, oddZeros) > start.Length / 4)
        {
            return Strict(oddZeros > evenZeros ? Encoding.Unicode : Encoding.BigEndianUnicode);
        }

        return IsUtf8(sample) ? WesternFallback.Utf8 : WesternFallback.Western;
    }

    // A byte that is missing shifts all that follows: nothing of that is a row.
    private static Encoding Strict(Encoding encoding) => Encoding.GetEncoding(encoding.CodePage, EncoderFallback.ReplacementFallback, DecoderFallback.ExceptionFallback);

    // The sample may end within a character.
    private static string Decode(Encoding encoding, ReadOnlySpan<byte> sample)
    {
        char[] text = new char[encoding.GetMaxCharCount(sample.Length)];
        return new string(text, 0, encoding.GetDecoder().GetChars(sample, text, flush: false));
    }

    private static bool IsUtf8(ReadOnlySpan<byte> sample)
    {
        while (!sample.IsEmpty)
        {
            switch (Rune.DecodeFromUtf8(sample, out _, out int length))
            {
                case OperationStatus.InvalidData:
                    return false;
                case OperationStatus.NeedMoreData:
                    return true;
                default:
                    sample = sample[length..];
                    break;
            }
        }

        return true;
    }

    private static FileFormat DetectDelimited(string text)
    {
        var preamble = new List<string>();
        char? named = null;
        ReadOnlySpan<char> rest = text.AsSpan().TrimStart("\r\n");
        while (IsPreamble(rest, out int length, ref named))
        {
            string line = rest[..length].Trim(',').ToString();
            preamble.Add(line);
            rest = rest[length..].TrimStart("\r\n");
        }

        char delimiter = named ?? DetectDelimiter(rest);
        bool isQuoted = delimiter != '\t' || IsQuotedThroughout(rest);
        return new FileFormat(FileKind.Delimited) { Delimiter = delimiter, IsQuoted = isQuoted, Preamble = preamble };
    }

    // Excel's hint for the delimiter, and the line that Google's templates begin with.
    private static bool IsPreamble(ReadOnlySpan<char> text, out int length, ref char? delimiter)
    {
        length = text.IndexOfAny(LineEnds);
        ReadOnlySpan<char> line = length < 0 ? text : text[..length];
        if (line is ['s' or 'S', 'e' or 'E', 'p' or 'P', '=', _])
        {
            delimiter = line[4];
            return length > 0;
        }

        return length > 0 && line.StartsWith("Parameters:", StringComparison.OrdinalIgnoreCase);
    }

    private static char DetectDelimiter(ReadOnlySpan<char> text)
    {
        const string Candidates = ",;\t|";
        Span<int> counts = stackalloc int[Candidates.Length];
        bool isQuoted = false;
        foreach (char character in text)
        {
            if (character == '"')
            {
                isQuoted = !isQuoted;
            }
            else if (!isQuoted && character is '\r' or '\n')
            {
                break;
            }
            else if (!isQuoted && Candidates.IndexOf(character, StringComparison.Ordinal) is >= 0 and var candidate)
            {
                counts[candidate]++;
            }
        }

        int best = 0;
        for (int i = 1; i < counts.Length; i++)
        {
            best = counts[i] > counts[best] ? i : best;
        }

        return Candidates[best];
    }

    // Programs that write tabs often do not quote: then text follows the second quotation mark of a cell.
    private static bool IsQuotedThroughout(ReadOnlySpan<char> text)
    {
        while (!text.IsEmpty)
        {
            int end = text.IndexOfAny(CellEnds);
            ReadOnlySpan<char> cell = end < 0 ? text : text[..end];
            text = end < 0 ? default : text[(end + 1)..];
            if (cell is ['"', ..] && cell[1..].IndexOf('"') is >= 0 and var second && second + 2 < cell.Length && cell[second + 2] != '"')
            {
                return false;
            }
        }

        return true;
    }
}
