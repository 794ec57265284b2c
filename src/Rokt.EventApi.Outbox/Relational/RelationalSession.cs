using System.Data.Common;
using System.Transactions;
using Rokt.EventApi.Outbox.Diagnostics;

namespace Rokt.EventApi.Outbox.Relational;

/// <summary>Does work in a database, outside of any ambient transaction, and says what to do about its failures.</summary>
#pragma warning disable CA1001 // A semaphore that nobody asked for its wait handle holds nothing, and one that is disposed of would fail who still writes.
internal sealed class RelationalSession
#pragma warning restore CA1001
{
    // As long as the provider tries to get the lock: the waits of many writers do not add up. In real time, as SQLite's.
    private static readonly TimeSpan LongestTurn = TimeSpan.FromSeconds(30);

    private readonly string _account;
    private readonly OutboxDatabase _database;
    private readonly SemaphoreSlim? _writing;

    public RelationalSession(string account, OutboxDatabase database)
    {
        _account = account;
        _database = database;
        Dialect = Dialect.For(database.ConnectionType);
        Statements = new Statements(Dialect, database.Rows, database.Leases, database.Ledger);

        // In turn, each waits without a thread, and none starves; a file of the outbox's own has a writer already.
        _writing = database.IsShared && Dialect.HasOneWriter ? new SemaphoreSlim(1) : null;
    }

    public Dialect Dialect { get; }

    public Statements Statements { get; }

    public OutboxTable Rows => _database.Rows;

    public OutboxTable Leases => _database.Leases;

    public OutboxTable Ledger => _database.Ledger;

    /// <summary>Prepares what the database keeps its rows in, such as a file.</summary>
    /// <exception cref="OutboxException">It cannot be prepared.</exception>
    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _database.PrepareAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OutboxException exception)
        {
            throw Explain(exception);
        }
    }

    /// <summary>Does some work on a connection of the outbox's own.</summary>
    /// <exception cref="OutboxException">The database could not be used.</exception>
    public async Task<T> UseAsync<T>(OutboxAccess access, Func<OutboxSession, CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        SemaphoreSlim? writing = access is OutboxAccess.Add or OutboxAccess.Change ? _writing : null;
        if (writing is not null && !await writing.WaitAsync(LongestTurn, cancellationToken).ConfigureAwait(false))
        {
            throw Explain(new TimeoutException($"Others have written, or waited for SQLite's lock, for {LongestTurn.TotalSeconds} seconds: see which transaction of the application is open for so long."));
        }

        try
        {
            return await (IsInScope()
                ? Task.Run(() => UseOutsideAsync(access, BeginAsync, cancellationToken), cancellationToken)
                : _database.UseAsync(access, BeginAsync, cancellationToken)).ConfigureAwait(false);
        }
        catch (Exception exception) when (!(exception is OperationCanceledException && cancellationToken.IsCancellationRequested))
        {
            throw Explain(exception, cancellationToken);
        }
        finally
        {
            writing?.Release();
        }

        async Task<T> BeginAsync(OutboxSession session, CancellationToken cancellation)
        {
            if (_database.IsShared && Dialect.OnOpened is { } text)
            {
                await session.ExecuteAsync(text, [], cancellation).ConfigureAwait(false);
            }

            return await work(session, cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>Does some work in a transaction of the application's own.</summary>
    /// <exception cref="OutboxException">The database could not be used.</exception>
    public async Task<T> UseAsync<T>(DbTransaction transaction, Func<OutboxSession, CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        DbConnection connection = ConnectionOf(transaction)
            ?? throw new InvalidOperationException(AccountName.In(_account, "The transaction has ended: enqueue the conversion before it is committed or rolled back."));
        if (!_database.Serves(connection))
        {
            throw new InvalidOperationException(NotServed(connection));
        }

        try
        {
            return await work(new OutboxSession(connection, transaction), cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (!(exception is OperationCanceledException && cancellationToken.IsCancellationRequested))
        {
            throw Explain(exception, cancellationToken);
        }
    }

    /// <summary>Does some work on a connection of the outbox's own, all of it or nothing.</summary>
    /// <exception cref="OutboxException">The database could not be used.</exception>
    public Task<T> UseInTransactionAsync<T>(Func<OutboxSession, CancellationToken, Task<T>> work, CancellationToken cancellationToken) => UseAsync(
        OutboxAccess.Change,
        async (session, cancellation) =>
        {
            if (!_database.IsShared)
            {
                // Its writer's transaction.
                return await work(session, cancellation).ConfigureAwait(false);
            }

            DbTransaction transaction = await session.Connection.BeginTransactionAsync(cancellation).ConfigureAwait(false);
            await using (transaction.ConfigureAwait(false))
            {
                T result = await work(session with { Transaction = transaction }, cancellation).ConfigureAwait(false);
                await transaction.CommitAsync(cancellation).ConfigureAwait(false);
                return result;
            }
        },
        cancellationToken);

    /// <summary>Runs a query on a connection of its own.</summary>
    public Task<List<T>> QueryAsync<T>(
        OutboxAccess access, string text, (string, object?)[] parameters, Func<DbDataReader, T> convert, CancellationToken cancellationToken) =>
        UseAsync(access, (session, cancellation) => session.ReadAsync(text, parameters, convert, cancellation), cancellationToken);

    /// <summary>Runs a statement on a connection of its own, and returns how many rows it changed.</summary>
    public Task<int> ExecuteAsync(string text, (string, object?)[] parameters, CancellationToken cancellationToken) =>
        UseAsync(OutboxAccess.Change, (session, cancellation) => session.ExecuteAsync(text, parameters, cancellation), cancellationToken);

    /// <summary>Runs a statement for ids, some at a time, and returns how many rows it changed.</summary>
    public async Task<int> ExecuteAsync(
        IReadOnlyList<Guid> ids, Func<int, string> text, (string, object?)[] parameters, CancellationToken cancellationToken)
    {
        int changed = 0;
        foreach (Guid[] some in ids.Chunk(IdList.Max))
        {
            changed += await ExecuteAsync(text(IdList.Count(some.Length)), [.. parameters, .. Ids(some)], cancellationToken).ConfigureAwait(false);
        }

        return changed;
    }

    /// <summary>Returns the parameters of a statement for ids; the last id fills those that are too many.</summary>
    public IEnumerable<(string Name, object? Value)> Ids(IReadOnlyList<Guid> ids) => Enumerable.Range(0, IdList.Count(ids.Count))
        .Select(i => (IdList.Parameter(i), (object?)Dialect.Id(ids[Math.Min(i, ids.Count - 1)])));

    /// <summary>Returns the values that an insert gives to columns which are not the outbox's.</summary>
    public static IEnumerable<(string Name, object? Value)> Others(OutboxTable table) =>
        table.OtherColumns.Select(column => (Statements.OtherParameter(column.Key), (object?)column.Value));

    private static bool IsInScope()
    {
        try
        {
            return Transaction.Current is not null;
        }
        catch (InvalidOperationException)
        {
            // It was completed, and is not yet disposed.
            return true;
        }
    }

    // A provider may keep the connection of one that has ended; then it refuses to tell its level, and would commit each statement by itself.
    private static DbConnection? ConnectionOf(DbTransaction transaction)
    {
        try
        {
            _ = transaction.IsolationLevel;
            return transaction.Connection;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private string NotServed(DbConnection connection) => AccountName.In(
        _account,
        $"No instance would deliver what is stored in the database \"{connection.Database}\" at \"{connection.DataSource}\": the outbox is registered with another server, port, database or search path. Register it with UseDatabase on the same, or list this one as well with UseDatabases.");

    /// <summary>Returns what to throw, which names the account: a store's own exception says what to do already.</summary>
    public OutboxException Explain(Exception exception) => exception is OutboxException known
        ? AccountName.In(_account, known)
        : new OutboxException(AccountName.In(_account, $"The outbox's database {_database.Name} cannot be used: see the inner exception."), exception);

    // SqlClient reports a command that was canceled as an error of the database.
    private Exception Explain(Exception exception, CancellationToken cancellationToken) => exception is DbException && cancellationToken.IsCancellationRequested
        ? new OperationCanceledException("The operation was canceled.", exception, cancellationToken)
        : Explain(exception);

    // On another thread, since a scope may be of this one only.
    private async Task<T> UseOutsideAsync<T>(OutboxAccess access, Func<OutboxSession, CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        using var outside = new TransactionScope(TransactionScopeOption.Suppress, TransactionScopeAsyncFlowOption.Enabled);
        T result = await _database.UseAsync(access, work, cancellationToken).ConfigureAwait(false);
        outside.Complete();
        return result;
    }
}
