using System.Text.Json;

namespace Rokt.EventApi.Cli.Sending;

/// <summary>
/// Keeps what became of each row on the disk: a line that says what was sent, and one character per row. It has its full
/// length before anything is sent, so that a full disk shows then.
/// </summary>
internal sealed class SendJournal : IDisposable
{
    private const int LongestHeader = 4096;

    private readonly FileStream _file;
    private readonly byte[] _states;
    private readonly int _start;

    private SendJournal(FileStream file, byte[] states, int start)
    {
        _file = file;
        _states = states;
        _start = start;
    }

    /// <summary>Gets whether an earlier run wrote to the journal.</summary>
    public bool IsResumed { get; private init; }

    /// <summary>Gets whether nothing is left to do.</summary>
    public bool IsComplete => !_states.AsSpan().Contains((byte)RowState.Pending);

    public long Rows => _states.Length;

    /// <summary>Gets the state of a row; 1 is the first.</summary>
    public RowState this[long row] => (RowState)_states[row - 1];

    /// <summary>Returns where a file's journal is, unless the command line says otherwise.</summary>
    public static string DefaultPath(string file, EventEnvironment environment) => $"{file}.{environment.ToString().ToLowerInvariant()}.journal";

    /// <exception cref="JournalException">The journal is another file's or account's, in use, or cannot be written.</exception>
    public static SendJournal Open(string path, JournalHeader header)
    {
        bool exists = File.Exists(path);
        try
        {
            if (!exists)
            {
                Create(path, header);
            }

            return OpenExisting(path, header, exists);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new JournalException($"The journal {path} cannot be written, so nothing was sent: {exception.Message} Free the disk, end the other run, or name another place with --journal.", exception);
        }
    }

    /// <summary>Counts the rows in a state.</summary>
    public long Count(RowState state) => _states.AsSpan().Count((byte)state);

    /// <summary>Records states; on the disk when it returns.</summary>
    /// <exception cref="IOException">The disk is full or gone.</exception>
    public void Record(IReadOnlyList<(long Row, RowState State)> states)
    {
        foreach ((long row, RowState state) in states)
        {
            _states[row - 1] = (byte)state;
            RandomAccess.Write(_file.SafeFileHandle, [(byte)state], _start + row - 1);
        }

        RandomAccess.FlushToDisk(_file.SafeFileHandle);
    }

    /// <summary>Deletes a journal in which nothing is recorded.</summary>
    public void DeleteUnused()
    {
        if (!IsResumed)
        {
            _file.Dispose();
            File.Delete(_file.Name);
        }
    }

    public void Dispose() => _file.Dispose();

    // Under another name first: a journal is whole or it is not there.
    private static void Create(string path, JournalHeader header)
    {
        string draft = $"{path}.new";
        try
        {
            using (var file = new FileStream(draft, FileMode.Create, FileAccess.Write, FileShare.None))
            {
                file.Write(JsonSerializer.SerializeToUtf8Bytes(header, SendingJsonContext.Default.JournalHeader));
                file.Write("\n"u8);
                byte[] block = new byte[64 * 1024];
                Array.Fill(block, (byte)RowState.Pending);
                for (long left = header.Rows; left > 0; left -= block.Length)
                {
                    file.Write(block.AsSpan(0, (int)Math.Min(left, block.Length)));
                }

                file.Flush(flushToDisk: true);
            }

            File.Move(draft, path);
        }
        catch (IOException)
        {
            File.Delete(draft);
            throw;
        }
    }

    private static SendJournal OpenExisting(string path, JournalHeader header, bool isResumed)
    {
        var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
        try
        {
            byte[] start = new byte[LongestHeader];
            int end = start.AsSpan(0, file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)).IndexOf((byte)'\n');
            JournalHeader? found = end < 0 ? null : ReadHeader(start.AsSpan(0, end));
            Compare(path, found, header);
            byte[] states = new byte[header.Rows];
            file.Position = end + 1;
            if (file.ReadAtLeast(states, states.Length, throwOnEndOfStream: false) < states.Length)
            {
                throw new JournalException($"{path} is damaged: delete it to send the file from the start.");
            }

            return new SendJournal(file, states, end + 1) { IsResumed = isResumed };
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    private static JournalHeader? ReadHeader(ReadOnlySpan<byte> json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, SendingJsonContext.Default.JournalHeader);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static void Compare(string path, JournalHeader? found, JournalHeader expected)
    {
        string? problem = found switch
        {
            null => "is no journal of this tool",
            _ when found.Environment != expected.Environment => "is of another environment",
            _ when found.Account != expected.Account => "is of another account",
            _ when found.File != expected.File => "is of this file before it was changed",
            _ when found != expected => "is of a run that grouped rows in another way",
            _ => null,
        };
        if (problem is not null)
        {
            throw new JournalException($"The journal {path} {problem}, so which conversions were accepted is not known. To send all of the file, delete the journal or name another one with --journal.");
        }
    }
}
