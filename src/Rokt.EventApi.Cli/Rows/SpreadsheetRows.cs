using System.Globalization;
using System.Text;
using ExcelDataReader;

namespace Rokt.EventApi.Cli.Rows;

/// <summary>Reads the first sheet of an Excel workbook.</summary>
internal sealed class SpreadsheetRows : IRowSource
{
    private readonly Stream _stream;
    private readonly IExcelDataReader _reader;
    private long _number;

    public SpreadsheetRows(Stream stream)
    {
        _stream = stream;

        // The library asks for Windows-1252 by its number, whatever the workbook.
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        _reader = ExcelReaderFactory.CreateReader(stream, new ExcelReaderConfiguration { FallbackEncoding = WesternFallback.Western });
        var block = new RowBlock();
        Header = Read(block) ? [.. block[0].ToStrings().Select(name => name.Trim())] : [];
        _number = 0;
    }

    public IReadOnlyList<string> Header { get; }

    public bool Read(RowBlock block)
    {
        while (_reader.Read())
        {
            for (int column = 0; column < _reader.FieldCount; column++)
            {
                block.Add(Text(_reader.GetValue(column)));
            }

            if (block.EndRow(_number + 1))
            {
                _number++;
                return true;
            }
        }

        return false;
    }

    public void Dispose()
    {
        _reader.Dispose();
        _stream.Dispose();
    }

    // Numbers and times lose nothing on the way to text: fifteen digits are what a workbook's numbers hold.
    private static string? Text(object? value) => value switch
    {
        double number when Math.Abs(number) < 1e15 => decimal.Round((decimal)number, 10).ToString("0.##########", CultureInfo.InvariantCulture),
        DateTime time => time.ToString("yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture),
        TimeSpan time => time.ToString("c", CultureInfo.InvariantCulture),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture),
    };
}
