using nietras.SeparatedValues;

namespace Rokt.EventApi.Cli.Rows;

/// <summary>Reads CSV and TSV, with rows of any length.</summary>
internal sealed class DelimitedRows : IRowSource
{
    private readonly SepReader _reader;
    private readonly char _delimiter;
    private readonly bool _isQuoted;
    private long _number;

    public DelimitedRows(TextReader text, FileFormat format)
    {
        _delimiter = format.Delimiter;
        _isQuoted = format.IsQuoted;
        for (int line = 0; line < format.Preamble.Count; line++)
        {
            text.ReadLine();
        }

        // A header that repeats a name is no error, so names are resolved here and not by the reader.
        _reader = new Sep(format.Delimiter).Reader(options => options with
        {
            HasHeader = false,
            DisableColCountCheck = true,
            DisableQuotesParsing = !format.IsQuoted,
            Unescape = format.IsQuoted,
        }).From(text);
        var block = new RowBlock();
        Header = Read(block) ? [.. block[0].ToStrings().Select(name => name.Trim())] : [];
        _number = 0;
    }

    public IReadOnlyList<string> Header { get; }

    public bool Read(RowBlock block)
    {
        while (_reader.MoveNext())
        {
            SepReader.Row row = _reader.Current;
            if (_isQuoted && row.LineNumberToExcl - row.LineNumberFrom > 1)
            {
                CheckQuotes(row.Span);
            }

            for (int column = 0; column < row.ColCount; column++)
            {
                block.Add(row[column].Span);
            }

            if (block.EndRow(_number + 1))
            {
                _number++;
                return true;
            }
        }

        return false;
    }

    public void Dispose() => _reader.Dispose();

    // A quotation mark that nobody meant swallows rows up to the next one, or to the end of the file.
    private void CheckQuotes(ReadOnlySpan<char> row)
    {
        bool isOpen = false;
        for (int i = 0; i < row.Length; i++)
        {
            if (row[i] != '"')
            {
                continue;
            }

            if (!isOpen && i > 0 && row[i - 1] != _delimiter && row[i - 1] != '"')
            {
                throw new UnreadableFileException($"row {_number + 1} has a quotation mark inside of a cell that is not enclosed in quotation marks, and so runs on over further lines: enclose the cell and double the mark, or remove it.");
            }

            isOpen = !isOpen;
        }

        if (isOpen)
        {
            throw new UnreadableFileException($"row {_number + 1} has a quotation mark that is never closed: close it, or remove it.");
        }
    }
}
