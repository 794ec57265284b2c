using System.Threading.Channels;
using Microsoft.Data.Sqlite;

namespace Rokt.EventApi.Outbox.Sqlite.Storage;

/// <summary>
/// The only one to write: whatever waits goes into one transaction, and all of it is on the disk with one commit. Writers
/// of their own would starve each other.
/// </summary>
internal sealed class SqliteWriter : IDisposable
{
    private const int MostPerCommit = 512;

    // What is free in the file is given back to the disk a little at a time, and some of it kept.
    private const int FreePagesKept = 256;
    private const int FreePagesReturnedAtOnce = 256;
    private const int CommitsBetweenReturns = 32;

    private static readonly TimeSpan TidyAfter = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan DisposeTimeout = TimeSpan.FromSeconds(5);

    private readonly Channel<Write> _queue = Channel.CreateBounded<Write>(new BoundedChannelOptions(8192) { SingleReader = true });
    private readonly SqliteSession _session;
    private readonly SqliteReserve _reserve;
    private readonly Thread _thread;
    private volatile bool _isDisposed;
    private bool _isTidy = true;
    private OutboxException? _unreported;
    private int _commits;

    public SqliteWriter(SqliteSession session, SqliteReserve reserve)
    {
        _session = session;
        _reserve = reserve;
        _thread = new Thread(Run) { IsBackground = true, Name = "Rokt.EventApi.Outbox writer" };
        _thread.Start();
    }

    /// <summary>Does some work on the connection; it is committed when the task completes.</summary>
    /// <param name="work">The work.</param>
    /// <param name="needsReserve">Whether it is refused while the disk is so full that the reserve is used.</param>
    /// <param name="cancellationToken">A token to cancel the wait; the work may be done all the same.</param>
    public async Task<T> DoAsync<T>(Func<SqliteConnection, T> work, bool needsReserve, CancellationToken cancellationToken)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        T result = default!;
        var write = new Write(
            connection => result = work(connection), needsReserve, () => done.TrySetResult(result), exception => done.TrySetException(exception));
        try
        {
            await _queue.Writer.WriteAsync(write, cancellationToken).ConfigureAwait(false);
        }
        catch (ChannelClosedException)
        {
            throw Closed();
        }

        return await done.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Ends the thread and its session; what waits behind the pending commit fails.</summary>
    public void Dispose()
    {
        _isDisposed = true;
        _queue.Writer.TryComplete();

        // It may wait for a lock that another process holds; then the session ends with the process.
        if (_thread.Join(DisposeTimeout))
        {
            _session.Dispose();
        }
    }

    private static OutboxException Closed() => new("The outbox is closed: the application is shutting down.");

    private void Run()
    {
        var group = new List<Write>(MostPerCommit);
        while (WaitToRead())
        {
            while (group.Count < MostPerCommit && _queue.Reader.TryRead(out Write? write))
            {
                group.Add(write);
            }

            if (_isDisposed || _unreported is not null)
            {
                Report(group, _unreported ?? Closed());
                _unreported = null;
            }
            else
            {
                Commit(group);
            }

            group.Clear();
        }
    }

    // A thread of its own, which may wait. While there is nothing to do, it leaves nothing of what was delivered on the disk.
    private bool WaitToRead()
    {
        ValueTask<bool> waiting = _queue.Reader.WaitToReadAsync();
        if (waiting.IsCompleted)
        {
            return waiting.Result;
        }

        Task<bool> task = waiting.AsTask();
        while (!_isTidy && !task.Wait(TidyAfter))
        {
            // What fails is retried after the next commit. That the file was deleted or replaced has no other cause, and is said once.
            bool isTidy = false;
            OutboxException? failure = Try(connection => isTidy = !TryReturnSpace(connection) && TryEmptyLog(connection));
            _isTidy = isTidy || failure is not null;
            _unreported = failure is { InnerException: null } ? failure : _unreported;
        }

        return task.Result;
    }

    private void Commit(List<Write> group)
    {
        OutboxException? failure = TryCommit(group);
        if (failure is null || !SqliteErrors.IsFull(failure))
        {
            Report(group, failure);
            return;
        }

        // One that finds no room must not fail the others; and what is to make room may use the reserve.
        foreach (Write write in group.OrderBy(write => write.NeedsReserve))
        {
            List<Write> single = [write];
            failure = TryCommit(single);
            if (failure is not null && SqliteErrors.IsFull(failure) && !write.NeedsReserve)
            {
                // The limit is for what is added: what is delivered may need a page for the ledger before its row gives one back.
                failure = TryCommitWithoutLimit(single);
                if (failure is not null && SqliteErrors.IsFull(failure) && _reserve.TryRelease())
                {
                    failure = EmptyLog() ?? TryCommitWithoutLimit(single);
                }
            }

            Report(single, failure);
        }
    }

    private OutboxException? TryCommit(List<Write> group) => Try(connection => Commit(connection, group));

    private OutboxException? TryCommitWithoutLimit(List<Write> group) => Try(connection =>
    {
        long limit = SqliteFile.Scalar(connection, "PRAGMA max_page_count;");
        try
        {
            SqliteFile.Scalar(connection, SqliteFile.NoLimit);
            Commit(connection, group);
        }
        finally
        {
            SqliteFile.Scalar(connection, $"PRAGMA max_page_count = {limit};");
        }
    });

    private void Commit(SqliteConnection connection, List<Write> group)
    {
        if (group.Exists(write => write.NeedsReserve))
        {
            _reserve.Ensure(connection);
        }

        using SqliteTransaction transaction = connection.BeginTransaction(deferred: false);
        foreach (Write write in group)
        {
            write.Work(connection);
        }

        transaction.Commit();
        _isTidy = false;
        if (++_commits % CommitsBetweenReturns == 0)
        {
            TryReturnSpace(connection);
        }
    }

    // False when there is little that is free.
    private static bool TryReturnSpace(SqliteConnection connection)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = "PRAGMA freelist_count;";
        if ((long)command.ExecuteScalar()! <= FreePagesKept)
        {
            return false;
        }

        command.CommandText = $"PRAGMA incremental_vacuum({FreePagesReturnedAtOnce});";
        using SqliteDataReader pages = command.ExecuteReader();
        while (pages.Read())
        {
            // One page per step.
        }

        return true;
    }

    // False while somebody reads what it holds.
    private static bool TryEmptyLog(SqliteConnection connection)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = "PRAGMA wal_checkpoint(TRUNCATE);";
        return (long)command.ExecuteScalar()! == 0;
    }

    // Now that there is room for it: else the log takes all of the room.
    private OutboxException? EmptyLog() => Try(connection => TryEmptyLog(connection));

    private OutboxException? Try(Action<SqliteConnection> work)
    {
        try
        {
            return _session.Use<OutboxException?>(connection =>
            {
                work(connection);
                return null;
            });
        }
        catch (OutboxException exception)
        {
            return exception;
        }
    }

    private static void Report(List<Write> group, OutboxException? failure)
    {
        foreach (Write write in group)
        {
            if (failure is null)
            {
                write.Succeed();
            }
            else
            {
                write.Fail(failure);
            }
        }
    }

    private sealed record Write(Action<SqliteConnection> Work, bool NeedsReserve, Action Succeed, Action<Exception> Fail);
}
