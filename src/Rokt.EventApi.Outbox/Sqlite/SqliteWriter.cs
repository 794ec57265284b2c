using System.Threading.Channels;
using Microsoft.Data.Sqlite;

namespace Rokt.EventApi.Outbox.Sqlite;

/// <summary>
/// The only one to write: whatever waits goes into one transaction, and all of it is on the disk with one commit. Writers
/// of their own would starve each other.
/// </summary>
internal sealed class SqliteWriter : IAsyncDisposable
{
    private const int MostPerCommit = 512;

    private readonly Channel<Write> _queue = Channel.CreateBounded<Write>(new BoundedChannelOptions(8192) { SingleReader = true });
    private readonly SqliteSession _session;
    private readonly Task _running;

    public SqliteWriter(SqliteSession session)
    {
        _session = session;
        _running = Task.Factory.StartNew(Run, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>Does some work on the connection; it is committed when the task completes.</summary>
    public async Task<T> DoAsync<T>(Func<SqliteConnection, T> work, CancellationToken cancellationToken)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        T result = default!;
        await _queue.Writer.WriteAsync(
            new Write(connection => result = work(connection), () => done.TrySetResult(result), exception => done.TrySetException(exception)),
            cancellationToken).ConfigureAwait(false);
        return await done.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        await _running.ConfigureAwait(false);
    }

    private void Run()
    {
        var group = new List<Write>(MostPerCommit);
        while (WaitToRead())
        {
            while (group.Count < MostPerCommit && _queue.Reader.TryRead(out Write? write))
            {
                group.Add(write);
            }

            Commit(group);
            group.Clear();
        }
    }

    // A thread of its own, which may wait.
    private bool WaitToRead()
    {
        ValueTask<bool> waiting = _queue.Reader.WaitToReadAsync();
        return waiting.IsCompleted ? waiting.Result : waiting.AsTask().Result;
    }

    private void Commit(List<Write> group)
    {
        OutboxException? failure = TryCommit(group);
        if (failure is not null && group.Count > 1 && !SqliteErrors.IsBusy(failure))
        {
            // One that fails must not fail the others: where the disk is full, what is deleted makes room.
            foreach (Write write in group)
            {
                Tell(write, TryCommit([write]));
            }

            return;
        }

        foreach (Write write in group)
        {
            Tell(write, failure);
        }
    }

    private OutboxException? TryCommit(List<Write> group)
    {
        try
        {
            return _session.Use<OutboxException?>(connection =>
            {
                using SqliteTransaction transaction = connection.BeginTransaction(deferred: false);
                foreach (Write write in group)
                {
                    write.Work(connection);
                }

                transaction.Commit();
                return null;
            });
        }
        catch (OutboxException exception)
        {
            return exception;
        }
    }

    private static void Tell(Write write, OutboxException? failure)
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

    private sealed record Write(Action<SqliteConnection> Work, Action Succeed, Action<Exception> Fail);
}
