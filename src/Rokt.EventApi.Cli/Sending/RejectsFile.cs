using System.Buffers;
using System.Globalization;
using System.Text;
using Rokt.EventApi.Cli.Orders;
using Rokt.EventApi.Cli.Rows;

namespace Rokt.EventApi.Cli.Sending;

/// <summary>
/// The rows that were not sent or not accepted, as they are in the file, each with its number and with what is wrong: a file
/// to correct and to send. It is made when there is something to write.
/// </summary>
internal sealed class RejectsFile : IDisposable
{
    private const string RowColumn = "rokt_row";
    private const string PathColumn = "rokt_path";
    private const string RuleColumn = "rokt_rule";

    private static readonly SearchValues<char> Special = SearchValues.Create("\",;\t|\r\n");

    private readonly string _path;
    private readonly IReadOnlyList<string> _preamble;
    private readonly IReadOnlyList<string> _header;
    private readonly int[] _columns;
    private readonly char _delimiter;
    private readonly MemoryStream _added = new();
    private bool _hasHeader;

    private RejectsFile(string path, OrderFile source)
    {
        _path = path;
        _preamble = [.. source.Input.Format.Preamble.Where(line => !line.StartsWith("sep=", StringComparison.OrdinalIgnoreCase))];
        _header = source.Map.Header;

        // By the semicolon a file shows that 1.234 is a thousand where no other of its amounts does.
        _delimiter = source.Profile.IsDecimalComma ? ';' : ',';
        _columns = [.. Enumerable.Range(0, _header.Count).Where(column => _header[column] is not (RowColumn or PathColumn or RuleColumn))];
    }

    /// <summary>Returns where rejected rows of a file are written, unless the command line says otherwise.</summary>
    public static string DefaultPath(string file) => $"{file}.rejects.csv";

    /// <summary>Opens the file; of an earlier run's it keeps the rows that the journal knows as rejected.</summary>
    public static async Task<RejectsFile> OpenAsync(string path, OrderFile source, SendJournal journal)
    {
        var rejects = new RejectsFile(path, source);
        if (journal.IsResumed && File.Exists(path))
        {
            await rejects.KeepRecordedAsync(journal).ConfigureAwait(false);
        }
        else
        {
            File.Delete(path);
        }

        return rejects;
    }

    /// <summary>Gets whether the file holds rows.</summary>
    public bool Exists => _hasHeader;

    /// <summary>Adds the rows of an order.</summary>
    public void Add(FileOrder order, IReadOnlyList<RowViolation> violations)
    {
        string path = string.Join("; ", violations.Select(violation => violation.Path));
        string rule = string.Join("; ", violations.Select(violation => violation.Rule));
        for (int index = 0; index < order.Rows.Count; index++)
        {
            string[] cells = order.Rows[index];
            WriteLine([.. _columns.Select(column => column < cells.Length ? cells[column] : ""), Number(order.RowNumbers[index]), path, rule]);
        }
    }

    /// <summary>Puts what was added on the disk.</summary>
    public void Flush() => Write(_path, FileMode.Append);

    public void Dispose() => _added.Dispose();

    // A crash can leave a line of which nothing is recorded, whole or in part, at the end.
    private async Task KeepRecordedAsync(SendJournal journal)
    {
        try
        {
            using InputFile file = await InputFile.OpenAsync(_path, CancellationToken.None).ConfigureAwait(false);
            using IRowSource rows = file.OpenRows();
            KeepRecorded(rows, journal);
        }
        catch (UnreadableFileException exception) when (exception.InnerException is not (IOException or UnauthorizedAccessException))
        {
            // What was read so far is what is recorded.
        }

        string kept = $"{_path}.new";
        Write(kept, FileMode.Create);
        File.Move(kept, _path, overwrite: true);
    }

    private void KeepRecorded(IRowSource rows, SendJournal journal)
    {
        int number = rows.Header.ToList().IndexOf(RowColumn);
        var block = new RowBlock();
        bool isKept = false;
        for (; number >= 0 && rows.Read(block); block.Clear())
        {
            string[] cells = block[0].ToStrings();
            if (cells.Length == rows.Header.Count
                && long.TryParse(cells[number], NumberStyles.None, CultureInfo.InvariantCulture, out long row)
                && row > 0 && row <= journal.Rows)
            {
                isKept = journal[row] == RowState.Rejected || (journal[row] == RowState.Further && isKept);
                if (isKept)
                {
                    WriteLine(cells);
                }
            }
        }
    }

    private void WriteLine(IReadOnlyList<string> cells)
    {
        if (!_hasHeader)
        {
            _hasHeader = true;
            _added.Write("\uFEFF"u8);
            foreach (string line in _preamble)
            {
                _added.Write(Encoding.UTF8.GetBytes(line + "\n"));
            }

            WriteLine([.. _columns.Select(column => _header[column]), RowColumn, PathColumn, RuleColumn]);
        }

        _added.Write(Encoding.UTF8.GetBytes(string.Join(_delimiter, cells.Select(Quote)) + "\n"));
    }

    private void Write(string path, FileMode mode)
    {
        if (_added.Length == 0 && mode == FileMode.Append)
        {
            return;
        }

        // Nothing is buffered, so that nothing is left to fail when the file is closed.
        using var file = new FileStream(path, mode, FileAccess.Write, FileShare.Read, bufferSize: 0);
        _added.WriteTo(file);
        file.Flush(flushToDisk: true);
        _added.SetLength(0);
    }

    private static string Quote(string cell) =>
        cell.AsSpan().IndexOfAny(Special) >= 0 ? $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : cell;

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}
