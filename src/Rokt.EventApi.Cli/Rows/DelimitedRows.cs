using nietras.SeparatedValues;

namespace Rokt.EventApi.Cli.Rows;

/// <summary>Reads CSV and TSV, with rows of any length.</summary>
internal sealed class DelimitedRows : IRowSource
{
    private readonly SepReader _reader;
    private long _number;

    public DelimitedRows(TextReader text, FileFormat format)
    {
        for (int line = 0; line < format.Preamble.Count; line++)
        {
            text.ReadLine();
        }

        // A header that repeats a name is no error, so names are resolved here and not by the reader.
        _reader = Guarded(() => new Sep(format.Delimiter).Reader(options => options with
        {
            HasHeader = false,
            DisableColCountCheck = true,
            DisableQuotesParsing = !format.IsQuoted,
            Unescape = format.IsQuoted,
        }).From(text));
        var block = new RowBlock();
        Header = Read(block) ? [.. block[0].ToStrings().Select(name => name.Trim())] : [];
        _number = 0;
    }

    public IReadOnlyList<string> Header { get; }

    public bool Read(RowBlock block)
    {
        while (Guarded(_reader.MoveNext))
        {
            SepReader.Row row = _reader.Current;
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

    private T Guarded<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception exception) when (exception is NotSupportedException or InvalidDataException or ArgumentException)
        {
            throw new UnreadableFileException(
                $"The file cannot be read after row {_number}: a row is longer than 16 million characters, as happens when a quotation mark is never closed, or the file is damaged.", exception);
        }
    }
}
