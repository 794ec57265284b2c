using Microsoft.Data.Sqlite;

namespace Rokt.EventApi.Outbox.Sqlite.Storage;

/// <summary>A connection for one use at a time, that heals itself: after an error it is opened again.</summary>
internal sealed class SqliteSession(SqliteFile file, string path, TimeProvider clock) : IDisposable
{
    private static readonly TimeSpan LockPoll = TimeSpan.FromMilliseconds(50);

    private readonly object _lock = new();
    private SqliteConnection? _connection;
    private int _generation;
    private volatile bool _isDisposed;

    /// <summary>Does some work on the connection, which other processes may have to be waited for.</summary>
    /// <exception cref="OutboxException">It failed; nothing of it is kept.</exception>
    public T Use<T>(Func<SqliteConnection, T> work)
    {
        long startedAt = clock.GetTimestamp();
        lock (_lock)
        {
            while (true)
            {
                if (_isDisposed)
                {
                    throw new OutboxException("The outbox is closed: the application is shutting down.");
                }

                bool isDone = false;
                try
                {
                    T result = work(Connection());
                    isDone = true;

                    // What was written to a file that was replaced meanwhile is lost.
                    file.Check();
                    return result;
                }
                catch (FileTakenException) when (!isDone && clock.GetElapsedTime(startedAt) < file.LockTimeout)
                {
                    Monitor.Wait(_lock, LockPoll);
                }
                catch (Exception exception)
                {
                    Close();
                    throw SqliteErrors.Explain(exception, path);
                }
            }
        }
    }

    /// <summary>Closes the connection, unless it is in use: then it is closed at the end of that.</summary>
    public void CloseIfIdle()
    {
        if (Monitor.TryEnter(_lock))
        {
            try
            {
                Close();
            }
            finally
            {
                Monitor.Exit(_lock);
            }
        }
    }

    public void Dispose()
    {
        _isDisposed = true;
        lock (_lock)
        {
            Close();
        }
    }

    private SqliteConnection Connection()
    {
        int generation = file.Check();
        if (generation != _generation)
        {
            Close();
            _generation = generation;
        }

        return _connection ??= file.Connect();
    }

    private void Close()
    {
        if (_connection is not { } connection)
        {
            return;
        }

        _connection = null;
        try
        {
            connection.Dispose();
        }
        catch (SqliteException)
        {
            // It is closed because of an error, which is the one to report.
        }
        finally
        {
            file.Closed();
        }
    }
}
