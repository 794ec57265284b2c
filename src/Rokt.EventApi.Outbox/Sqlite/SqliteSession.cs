using Microsoft.Data.Sqlite;

namespace Rokt.EventApi.Outbox.Sqlite;

/// <summary>A connection for one use at a time, that heals itself: after an error it is opened anew.</summary>
internal sealed class SqliteSession(SqliteFiles files) : IDisposable
{
    private readonly object _lock = new();
    private SqliteFile? _file;
    private SqliteConnection? _connection;

    /// <summary>Does some work on the connection.</summary>
    /// <exception cref="OutboxException">It failed; nothing of it is kept.</exception>
    public T Use<T>(Func<SqliteConnection, T> work)
    {
        lock (_lock)
        {
            try
            {
                SqliteFile current = files.Current();
                if (_connection is null || _file != current)
                {
                    Close();
                    _file = current;
                    _connection = current.Connect();
                }

                return work(_connection);
            }
            catch (Exception exception)
            {
                SqliteFile? failed = _file;
                Close();
                throw files.Failed(failed, exception);
            }
        }
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
        _connection?.Dispose();
        (_connection, _file) = (null, null);
    }
}
