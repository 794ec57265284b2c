namespace Rokt.EventApi.Outbox.Sqlite;

/// <summary>The file that is open at present; opened when needed, and anew after an error.</summary>
internal sealed class SqliteFiles(string path, long maxBytes) : IDisposable
{
    private readonly object _lock = new();
    private SqliteFile? _current;

    public SqliteFile Current()
    {
        lock (_lock)
        {
            if (_current is { Exists: false })
            {
                Close();
                throw new OutboxException($"The outbox file \"{path}\" was deleted, with what it held. The next use creates a new one.");
            }

            return _current ??= SqliteFile.Open(path, maxBytes);
        }
    }

    /// <summary>Says what to do about an error, and has the file opened anew, unless that has happened already.</summary>
    public OutboxException Failed(SqliteFile? file, Exception exception)
    {
        lock (_lock)
        {
            if (file is not null && file == _current)
            {
                Close();
            }
        }

        return SqliteErrors.Explain(exception, path);
    }

    public void Dispose()
    {
        lock (_lock)
        {
            Close();
        }
    }

    private void Close()
    {
        _current?.Dispose();
        _current = null;
    }
}
