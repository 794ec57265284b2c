using System.Data.Common;
using Rokt.EventApi.Outbox.Storage;

namespace Rokt.EventApi.Outbox.Relational;

/// <summary>The rows of one account in a database that speaks SQL.</summary>
internal sealed class RelationalOutboxStore : IOutboxStore, IDisposable
{
    // No row is postponed for longer: one that says so is damaged.
    private const long LongestWait = 31L * 24 * 60 * 60 * 1000;

    private readonly string _account;
    private readonly OutboxDatabase _database;
    private readonly RelationalSession _sessions;
    private readonly Statements _statements;
    private readonly TimeProvider _clock;
    private readonly StoreCheck _check;
    private readonly RelationalCounts _counts;
    private readonly bool _keepsLedger;

    public RelationalOutboxStore(string account, OutboxDatabase database, TimeProvider clock, bool keepsLedger = false)
    {
        _account = account;
        _database = database;
        _clock = clock;
        _sessions = new RelationalSession(account, database);
        _statements = _sessions.Statements;
        _keepsLedger = keepsLedger;
        _check = new StoreCheck(account, database, _sessions, clock, keepsLedger);
        _counts = new RelationalCounts(_sessions);
        Operator = new RelationalOperatorStore(account, _sessions, _counts, keepsLedger);
        Lease = new RelationalLeaseStore(account, _sessions);
    }

    public ILeaseStore Lease { get; }

    public IOperatorStore Operator { get; }

    public bool IsShared => _database.IsShared;

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
            reader => StoredRows.Read(reader, now, _sessions.Dialect, withoutId),
            cancellationToken).ConfigureAwait(false);
        foreach (object raw in withoutId)
        {
            await ExecuteAsync(_statements.Renew, [("@raw", raw), ("@id", Id(NewRow.NewId(_clock.GetUtcNow())))], cancellationToken).ConfigureAwait(false);
        }

        return [.. rows.OfType<OutboxRow>()];
    }

    public async Task DeleteAsync(IReadOnlyList<Guid> ids, CancellationToken cancellationToken)
    {
        if (!_keepsLedger)
        {
            await ExecuteAsync(ids, count => _statements.Delete(count), [], cancellationToken).ConfigureAwait(false);
            return;
        }

        foreach (Guid[] some in ids.Chunk(IdList.Max))
        {
            await _sessions.UseInTransactionAsync((session, cancellation) => MoveToLedgerAsync(session, some, cancellation), cancellationToken).ConfigureAwait(false);
        }
    }

    public Task PostponeAsync(Guid id, long now, long due, int failures, string reason, CancellationToken cancellationToken) => ExecuteAsync(
        _statements.Postpone,
        [("@id", Id(id)), ("@now", now), ("@due", due), ("@failures", failures), ("@reason", reason)],
        cancellationToken);

    public Task MoveToDeadLetterAsync(Guid id, long now, int failures, string reason, string? errorCodes, CancellationToken cancellationToken) => ExecuteAsync(
        _statements.MoveToDeadLetter,
        [("@id", Id(id)), ("@now", now), ("@failures", failures), ("@reason", reason), ("@errorCodes", errorCodes)],
        cancellationToken);

    public Task<int> MoveDamagedToDeadLetterAsync(string account, long now, string reason, CancellationToken cancellationToken) => ExecuteAsync(
        _statements.MoveDamagedToDeadLetter, [("@account", account), ("@now", now), ("@reason", reason)], cancellationToken);

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

    public Task<IReadOnlyList<StoredAccount>> ReadAccountsAsync(CancellationToken cancellationToken) => _counts.ReadAccountsAsync(cancellationToken);

    public Task<Depth> CountAsync(string account, CancellationToken cancellationToken) => _counts.CountAsync(account, cancellationToken);

    public Task<Depth> ReadDepthAsync(CancellationToken cancellationToken) => _counts.ReadDepthAsync(_account, cancellationToken);

    public async Task<int> ReleaseAsync(string account, long now, int limit, CancellationToken cancellationToken) => await ExecuteAsync(
        await FindAsync(_statements.FindScheduledBefore, account, now, limit, cancellationToken).ConfigureAwait(false),
        _statements.Release,
        [("@now", now)],
        cancellationToken).ConfigureAwait(false);

    public Task RescheduleAsync(string account, long createdAfter, long createdUpTo, long now, CancellationToken cancellationToken) => ExecuteAsync(
        _statements.Reschedule, [("@account", account), ("@after", createdAfter), ("@upTo", createdUpTo), ("@now", now)], cancellationToken);

    public async Task<int> PurgeLedgerAsync(string account, long deliveredBefore, int limit, CancellationToken cancellationToken) => await ExecuteAsync(
        await FindAsync(_statements.FindDeliveredBefore, account, deliveredBefore, limit, cancellationToken).ConfigureAwait(false),
        _statements.DeleteFromLedger,
        [],
        cancellationToken).ConfigureAwait(false);

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
            ("@due", Math.Max(row.Created, row.NotBefore)), ("@state", row.NotBefore == 0 ? Statements.Pending : Statements.Scheduled),
            ("@confirmationRef", row.ConfirmationRef), ("@customerHash", row.CustomerHash), ("@notBefore", row.NotBefore), .. RelationalSession.Others(_database.Rows),
        ],
        cancellationToken).ConfigureAwait(false);

    private async Task<int> MoveToLedgerAsync(OutboxSession session, Guid[] ids, CancellationToken cancellationToken)
    {
        int count = IdList.Count(ids.Length);
        IEnumerable<(string, object?)> values = [("@delivered", _clock.GetUtcNow().ToUnixTimeMilliseconds()), .. _sessions.Ids(ids), .. RelationalSession.Others(_sessions.Ledger)];
        await session.ExecuteAsync(_statements.AddToLedger(count), values, cancellationToken).ConfigureAwait(false);
        return await session.ExecuteAsync(_statements.Delete(count), _sessions.Ids(ids), cancellationToken).ConfigureAwait(false);
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
        _sessions.QueryAsync(access, text, parameters, convert, cancellationToken);

    private Task<int> ExecuteAsync(string text, (string, object?)[] parameters, CancellationToken cancellationToken) =>
        _sessions.ExecuteAsync(text, parameters, cancellationToken);

    private Task<int> ExecuteAsync(IReadOnlyList<Guid> ids, Func<int, string> text, (string, object?)[] parameters, CancellationToken cancellationToken) =>
        _sessions.ExecuteAsync(ids, text, parameters, cancellationToken);

    private object Id(Guid id) => _sessions.Dialect.Id(id);
}
