using System.Data.Common;
using Rokt.EventApi.Outbox.Storage;

namespace Rokt.EventApi.Outbox.Relational;

/// <summary>The rows of one account in a database that speaks SQL.</summary>
internal sealed class RelationalOutboxStore : IOutboxStore, IDisposable
{
    /// <summary>Up to here, rows are counted whenever somebody asks; a longer backlog is counted now and then.</summary>
    public const int CountedAtOnce = 10_000;

    // No row is postponed for longer: one that says so is damaged.
    private const long LongestWait = 31L * 24 * 60 * 60 * 1000;

    private readonly string _account;
    private readonly OutboxDatabase _database;
    private readonly RelationalSession _sessions;
    private readonly Statements _statements;
    private readonly TimeProvider _clock;
    private readonly StoreCheck _check;

    public RelationalOutboxStore(string account, OutboxDatabase database, TimeProvider clock)
    {
        _account = account;
        _database = database;
        _clock = clock;
        _sessions = new RelationalSession(account, database);
        _statements = _sessions.Statements;
        _check = new StoreCheck(account, database, _sessions, clock);
        Lease = new RelationalLeaseStore(account, _sessions);
    }

    public ILeaseStore Lease { get; }

    public bool IsShared => _database.IsShared;

    public bool Serves(DbConnection connection) => _database.Serves(connection);

    public Task<OutboxException?> VerifyAsync(CancellationToken cancellationToken) => _check.VerifyAsync(cancellationToken);

    public Task ProveAsync(CancellationToken cancellationToken) => _check.ProveAsync(cancellationToken);

    public async Task<long?> ReadClockAsync(CancellationToken cancellationToken) => _sessions.Dialect.ReadClock is { } text
        ? (await QueryAsync(OutboxAccess.Read, text, [], reader => Values.Time(reader.GetValue(0)), cancellationToken).ConfigureAwait(false))[0]
        : null;

    public Task AddAsync(NewRow row, CancellationToken cancellationToken) => _sessions.UseAsync(
        OutboxAccess.Add, (session, cancellation) => AddAsync(session, row, cancellation), cancellationToken);

    public Task AddAsync(NewRow row, DbTransaction transaction, CancellationToken cancellationToken) => _sessions.UseAsync(
        transaction, (session, cancellation) => AddAsync(session, row, cancellation), cancellationToken);

    public async Task<IReadOnlyList<OutboxRow>> ReadAsync(Position after, long now, bool withAhead, int limit, CancellationToken cancellationToken)
    {
        var withoutId = new List<object>();
        List<OutboxRow?> rows = await QueryAsync(
            OutboxAccess.Read,
            withAhead ? _statements.ReadDueOrAhead : _statements.ReadDue,
            [
                ("@account", _account), ("@afterDue", after.Due), ("@afterId", Id(after.Id)), ("@now", now), ("@limit", limit),
                .. withAhead ? [("@never", now + LongestWait)] : Array.Empty<(string, object?)>(),
            ],
            reader => StoredRows.Read(reader, now, withoutId),
            cancellationToken).ConfigureAwait(false);
        foreach (object raw in withoutId)
        {
            await ExecuteAsync(_statements.Renew, [("@raw", raw), ("@id", Id(NewRow.NewId(_clock.GetUtcNow())))], cancellationToken).ConfigureAwait(false);
        }

        return [.. rows.OfType<OutboxRow>()];
    }

    public Task DeleteAsync(IReadOnlyList<Guid> ids, CancellationToken cancellationToken) =>
        ExecuteAsync(ids, count => _statements.Delete(count), [], cancellationToken);

    public Task PostponeAsync(Guid id, long now, long due, int failures, string reason, CancellationToken cancellationToken) => ExecuteAsync(
        _statements.Postpone,
        [("@id", Id(id)), ("@now", now), ("@due", due), ("@failures", failures), ("@reason", reason)],
        cancellationToken);

    public Task MoveToDeadLetterAsync(Guid id, long now, int failures, string reason, CancellationToken cancellationToken) => ExecuteAsync(
        _statements.MoveToDeadLetter,
        [("@id", Id(id)), ("@now", now), ("@failures", failures), ("@reason", reason)],
        cancellationToken);

    public async Task<IReadOnlyList<DeadLetter>> ReadDeadLettersAsync(string? reason, Position? before, int limit, CancellationToken cancellationToken)
    {
        List<DeadLetter?> deadLetters = await QueryAsync(
            OutboxAccess.Count,
            before is null ? _statements.ReadDeadLetters : _statements.ReadDeadLettersBefore,
            [
                ("@account", _account), ("@reason", reason), ("@limit", limit),
                .. before is { } last ? [("@beforeDue", last.Due), ("@beforeId", Id(last.Id))] : Array.Empty<(string, object?)>(),
            ],
            StoredRows.ReadDeadLetter,
            cancellationToken).ConfigureAwait(false);
        return [.. deadLetters.OfType<DeadLetter>()];
    }

    public async Task<bool> RequeueAsync(Guid id, long now, CancellationToken cancellationToken) => await ExecuteAsync(
        _statements.Requeue, [("@id", Id(id)), ("@account", _account), ("@now", now)], cancellationToken).ConfigureAwait(false) == 1;

    public Task<int> RequeueAllAsync(string? reason, long now, CancellationToken cancellationToken) => ExecuteAsync(
        _statements.RequeueAll, [("@account", _account), ("@reason", reason), ("@now", now)], cancellationToken);

    public async Task<bool> DiscardAsync(Guid id, CancellationToken cancellationToken) => await ExecuteAsync(
        _statements.Discard, [("@id", Id(id)), ("@account", _account)], cancellationToken).ConfigureAwait(false) == 1;

    public Task<int> DiscardAllAsync(string? reason, CancellationToken cancellationToken) => ExecuteAsync(
        _statements.DiscardAll, [("@account", _account), ("@reason", reason)], cancellationToken);

    public Task<IReadOnlyList<StoredAccount>> ReadAccountsAsync(CancellationToken cancellationToken) => _sessions.UseAsync<IReadOnlyList<StoredAccount>>(
        OutboxAccess.Count,
        async (session, cancellation) =>
        {
            List<StoredAccount> accounts = await session.ReadAsync(
                _statements.ReadLeases, [], reader => new StoredAccount(reader.GetString(0), Values.Number(reader.GetValue(1))), cancellation).ConfigureAwait(false);

            // From one account to the next in the index: the rows of an account may be a million.
            string? account = await ReadAccountAsync(session, null, cancellation).ConfigureAwait(false);
            while (account is not null)
            {
                if (!accounts.Exists(known => known.Name == account))
                {
                    accounts.Add(new StoredAccount(account, null));
                }

                account = await ReadAccountAsync(session, account, cancellation).ConfigureAwait(false);
            }

            return accounts;
        },
        cancellationToken);

    /// <summary>Counts every row, and keeps the result for those who ask for <see cref="ReadDepthAsync"/>.</summary>
    public async Task<Depth> CountAsync(string account, CancellationToken cancellationToken)
    {
        Depth depth = await _sessions.UseAsync(OutboxAccess.Count, (session, cancellation) => CountAsync(session, account, long.MaxValue, cancellation), cancellationToken).ConfigureAwait(false);
        await ExecuteAsync(
            _statements.SaveCount, [("@account", account), ("@pending", depth.Pending), ("@deadLettered", depth.DeadLettered)], cancellationToken).ConfigureAwait(false);
        return depth;
    }

    public Task<Depth> ReadDepthAsync(CancellationToken cancellationToken) => _sessions.UseAsync(
        OutboxAccess.Count,
        async (session, cancellation) =>
        {
            Depth depth = await CountAsync(session, _account, CountedAtOnce, cancellation).ConfigureAwait(false);
            if (depth is { Pending: < CountedAtOnce, DeadLettered: < CountedAtOnce })
            {
                return depth;
            }

            List<(long Pending, long DeadLettered)> counted = await session.ReadAsync(
                _statements.ReadLease,
                [("@account", _account)],
                reader => (Values.Number(reader.GetValue(4)), Values.Number(reader.GetValue(5))),
                cancellation).ConfigureAwait(false);
            (long pending, long deadLettered) = counted is [var last] ? last : default;
            return new Depth(
                depth.Pending < CountedAtOnce ? depth.Pending : Math.Max(depth.Pending, pending),
                depth.OldestPending,
                depth.DeadLettered < CountedAtOnce ? depth.DeadLettered : Math.Max(depth.DeadLettered, deadLettered));
        },
        cancellationToken);

    public async Task<int> ExpireAsync(string account, long createdBefore, long now, string reason, int limit, CancellationToken cancellationToken) => await ExecuteAsync(
        await FindAsync(_statements.FindCreatedBefore, account, createdBefore, limit, cancellationToken).ConfigureAwait(false),
        _statements.Expire,
        [("@now", now), ("@reason", reason)],
        cancellationToken).ConfigureAwait(false);

    public async Task<int> PurgeAsync(string account, long deadLetteredBefore, int limit, CancellationToken cancellationToken) => await ExecuteAsync(
        await FindAsync(_statements.FindDeadLetteredBefore, account, deadLetteredBefore, limit, cancellationToken).ConfigureAwait(false),
        count => _statements.Delete(count, Statements.DeadLettered),
        [],
        cancellationToken).ConfigureAwait(false);

    public void Dispose() => (_database as IDisposable)?.Dispose();

    private async Task<int> AddAsync(OutboxSession session, NewRow row, CancellationToken cancellationToken) => await session.ExecuteAsync(
        _statements.AddRow,
        [
            ("@id", Id(row.Id)), ("@account", _account), ("@payload", row.Payload), ("@version", row.Version), ("@created", row.Created),
            ("@state", Statements.Pending), .. RelationalSession.Others(_database.Rows),
        ],
        cancellationToken).ConfigureAwait(false);

    private async Task<string?> ReadAccountAsync(OutboxSession session, string? after, CancellationToken cancellationToken) => (await session.ReadAsync(
        after is null ? _statements.ReadFirstAccount : _statements.ReadNextAccount,
        after is null ? [] : [("@account", after)],
        reader => reader.IsDBNull(0) ? null : reader.GetString(0),
        cancellationToken).ConfigureAwait(false))[0];

    private async Task<Depth> CountAsync(OutboxSession session, string account, long atMost, CancellationToken cancellationToken)
    {
        (long pending, long? oldest) = await CountAsync(Statements.Pending).ConfigureAwait(false);
        (long deadLettered, _) = await CountAsync(Statements.DeadLettered).ConfigureAwait(false);
        return new Depth(pending, oldest, deadLettered);

        async Task<(long Count, long? Oldest)> CountAsync(int state) => (await session.ReadAsync<(long, long?)>(
            _statements.Count,
            [("@account", account), ("@state", state), ("@limit", atMost)],
            reader => (Values.Number(reader.GetValue(0)), reader.IsDBNull(1) ? null : StoredRows.TimeOr(reader.GetValue(1), 0)),
            cancellationToken).ConfigureAwait(false))[0];
    }

    private async Task<List<Guid>> FindAsync(string text, string account, long before, int limit, CancellationToken cancellationToken)
    {
        List<Guid?> ids = await QueryAsync<Guid?>(
            OutboxAccess.Count,
            text,
            [("@account", account), ("@before", before), ("@limit", limit)],
            reader => Values.TryId(reader.GetValue(0), out Guid id) ? id : null,
            cancellationToken).ConfigureAwait(false);
        return [.. ids.OfType<Guid>()];
    }

    private Task<List<T>> QueryAsync<T>(
        OutboxAccess access, string text, (string, object?)[] parameters, Func<DbDataReader, T> convert, CancellationToken cancellationToken) =>
        _sessions.UseAsync(access, (session, cancellation) => session.ReadAsync(text, parameters, convert, cancellation), cancellationToken);

    private Task<int> ExecuteAsync(string text, (string, object?)[] parameters, CancellationToken cancellationToken) =>
        _sessions.UseAsync(OutboxAccess.Change, (session, cancellation) => session.ExecuteAsync(text, parameters, cancellation), cancellationToken);

    private async Task<int> ExecuteAsync(
        IReadOnlyList<Guid> ids, Func<int, string> text, (string, object?)[] parameters, CancellationToken cancellationToken)
    {
        int changed = 0;
        foreach (Guid[] some in ids.Chunk(Statements.MaxIds))
        {
            int count = Statements.IdCount(some.Length);
            IEnumerable<(string, object?)> values = Enumerable.Range(0, count).Select(i => (Statements.IdParameter(i), (object?)Id(some[Math.Min(i, some.Length - 1)])));
            changed += await ExecuteAsync(text(count), [.. parameters, .. values], cancellationToken).ConfigureAwait(false);
        }

        return changed;
    }

    private object Id(Guid id) => _sessions.Dialect.Id(id);
}
