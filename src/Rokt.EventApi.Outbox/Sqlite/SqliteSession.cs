using Microsoft.Data.Sqlite;

namespace Rokt.EventApi.Outbox.Sqlite;

/// <summary>A connection for one use at a time, that heals itself: after an error it is opened anew.</summary>
internal sealed class SqliteSession(SqliteFile file, string path) : IDisposable
{
    private readonly object _lock = new();
    private SqliteConnection? _connection;
    private int _number;
    private bool _isDisposed;

    /// <summary>Does some work on the connection.</summary>
    /// <exception cref="OutboxException">It failed; nothing of it is kept.</exception>
    public T Use<T>(Func<SqliteConnection, T> work)
    {
        lock (_lock)
        {
            if (_isDisposed)
            {
                throw new OutboxException("The outbox is closed: the application ends.");
            }

            try
            {
                int number = file.Number;
                if (number != _number)
                {
                    Close();
                    _number = number;
                }

                return work(_connection ??= file.Connect());
            }
            catch (Exception exception)
            {
                Close();
                throw SqliteErrors.Explain(exception, path);
            }
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _isDisposed = true;
            Close();
        }
    }

    private void Close()
    {
        SqliteConnection? connection = _connection;
        _connection = null;
        try
        {
            connection?.Dispose();
        }
        catch (SqliteException)
        {
            // It is closed because of an error, which is the one to tell.
        }
    }
}
