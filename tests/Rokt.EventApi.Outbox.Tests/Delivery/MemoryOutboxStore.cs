using System.Data.Common;
using Rokt.EventApi.Outbox.Storage;
using Rokt.EventApi.Outbox.Tests.Leasing;

namespace Rokt.EventApi.Outbox.Tests.Delivery;

/// <summary>A store in memory, which can fail and says what was done to it.</summary>
internal sealed partial class MemoryOutboxStore(string account = "", bool isShared = false) : IOutboxStore, IOperatorStore
{
    private readonly object _lock = new();
    private readonly List<Row> _rows = [];

    public MemoryLeaseStore LeaseStore { get; init; } = new();

    public ILeaseStore Lease => LeaseStore;

    public IOperatorStore Operator => this;

    public bool IsShared => isShared;

    /// <summary>What the database's clock says.</summary>
    public long? Clock { get; set; }

    /// <summary>Throws, given the name of what is done.</summary>
    public Action<string>? Fault { get; set; }

    /// <summary>What an agreement to a withdrawal waits for.</summary>
    public Func<Task>? OnAgree { get; set; }

    /// <summary>Accounts of others, with the beats of their leases.</summary>
    public List<StoredAccount> Others { get; } = [];

    /// <summary>When conversions were delivered, as a ledger has it.</summary>
    public List<long> Ledger { get; } = [];

    /// <summary>The transactions that rows were added in, whatever became of them.</summary>
    public List<DbTransaction> Transactions { get; } = [];

    /// <summary>What was done, by name.</summary>
    public System.Collections.Concurrent.ConcurrentQueue<string> Done { get; } = new();

    public IReadOnlyList<Row> Rows
    {
        get
        {
            lock (_lock)
            {
                return [.. _rows];
            }
        }
    }

    public Task<OutboxException?> VerifyAsync(CancellationToken cancellationToken) => Task.FromResult<OutboxException?>(null);

    public Task AddAsync(NewRow row, DbTransaction transaction, CancellationToken cancellationToken)
    {
        Transactions.Add(transaction);
        return AddAsync(row, cancellationToken);
    }

    // As a database does: by deleting nothing.
    public Task ProveAsync(CancellationToken cancellationToken) => DeleteAsync([], cancellationToken);

    public Task<Depth> ReadDepthAsync(CancellationToken cancellationToken) => CountAsync(account, cancellationToken);

    public Task<long?> ReadClockAsync(CancellationToken cancellationToken) => Task.FromResult(Clock);

    public Task AddAsync(NewRow row, CancellationToken cancellationToken) => Do("Add", () =>
    {
        _rows.Add(new Row(account, row.Id, row.Payload, row.Version, row.Created) { Due = Math.Max(row.Created, row.NotBefore), Updated = row.Created, NotBefore = row.NotBefore, IsScheduled = row.NotBefore > 0, ConfirmationRef = row.ConfirmationRef, CustomerHash = row.CustomerHash });
        return true;
    });

    public void AddTo(string other, long created) => Add(new Row(other, Guid.NewGuid(), "{}"u8.ToArray(), 1, created) { Due = created, Updated = created });

    public void Add(Row row)
    {
        lock (_lock)
        {
            _rows.Add(row);
        }
    }

    public Task<IReadOnlyList<OutboxRow>> ReadAsync(Position after, long now, bool withAhead, int limit, CancellationToken cancellationToken) => Do<IReadOnlyList<OutboxRow>>("Read", () =>
        [.. Mine(isDeadLettered: false)
            .Where(row => !row.IsScheduled && row.Withdrawal == Withdrawal.None && (row.Due <= now || (withAhead && row.Updated > now)) && (row.Due, row.Id).CompareTo((after.Due, after.Id)) > 0)
            .OrderBy(row => (row.Due, row.Id)).Take(limit)
            .Select(row => new OutboxRow(row.Id, row.Payload, row.Version, row.Created, row.Due, row.Failures) { NotBefore = row.NotBefore })]);

    public Task DeleteAsync(IReadOnlyList<Guid> ids, CancellationToken cancellationToken) => Do("Delete", () => _rows.RemoveAll(row => ids.Contains(row.Id)));

    public Task PostponeAsync(Guid id, long now, long due, int failures, string reason, CancellationToken cancellationToken) => Do("Postpone", () =>
    {
        _rows.Where(row => row.Id == id).ToList().ForEach(row => (row.Updated, row.Due, row.Failures, row.Reason) = (now, due, failures, reason));
        return true;
    });

    public Task MoveToDeadLetterAsync(Guid id, long now, int failures, string reason, string? errorCodes, CancellationToken cancellationToken) => Do("MoveToDeadLetter", () =>
    {
        _rows.Where(row => row.Id == id).ToList().ForEach(row => (row.IsDeadLettered, row.Updated, row.Due, row.Failures, row.Reason, row.ErrorCodes) = (true, now, now, failures, reason, errorCodes));
        return true;
    });

    public Task<int> MoveDamagedToDeadLetterAsync(string name, long now, string reason, CancellationToken cancellationToken) => Do("MoveDamaged", () => 0);

    public Task<IReadOnlyList<DeadLetter>> ReadDeadLettersAsync(string? reason, Position? before, int limit, CancellationToken cancellationToken) => Do<IReadOnlyList<DeadLetter>>("ReadDeadLetters", () =>
        [.. Mine(isDeadLettered: true).Where(row => (reason is null || row.Reason == reason) && (before is null || (row.Due, row.Id).CompareTo((before.Value.Due, before.Value.Id)) < 0))
            .OrderByDescending(row => (row.Due, row.Id)).Take(limit)
            .Select(row => new DeadLetter { Id = row.Id, Failures = row.Failures, Reason = row.Reason!, DeadLetteredAt = DateTimeOffset.FromUnixTimeMilliseconds(row.Due) })]);

    public Task<bool> RequeueAsync(Guid id, long now, CancellationToken cancellationToken) => Do("Requeue", () =>
    {
        List<Row> rows = [.. Mine(isDeadLettered: true).Where(row => row.Id == id)];
        rows.ForEach(row => (row.IsDeadLettered, row.Due, row.Updated, row.NotBefore, row.Failures) = (false, now, now, now, 0));
        return rows.Count == 1;
    });

    public Task<int> RequeueAllAsync(string? reason, long now, CancellationToken cancellationToken) => Do("RequeueAll", () =>
    {
        List<Row> rows = [.. Mine(isDeadLettered: true).Where(row => reason is null || row.Reason == reason)];
        rows.ForEach(row => (row.IsDeadLettered, row.Due, row.Updated, row.NotBefore, row.Failures) = (false, now, now, now, 0));
        return rows.Count;
    });

    public Task<int> DiscardAllAsync(string? reason, CancellationToken cancellationToken) => Do("DiscardAll", () =>
        _rows.RemoveAll(row => row.Account == account && row.IsDeadLettered && (reason is null || row.Reason == reason)));

    public Task<bool> DiscardAsync(Guid id, CancellationToken cancellationToken) => Do("Discard", () => _rows.RemoveAll(row => row.Id == id && row.IsDeadLettered) == 1);

    public Task<IReadOnlyList<StoredAccount>> ReadAccountsAsync(CancellationToken cancellationToken) =>
        Do<IReadOnlyList<StoredAccount>>("ReadAccounts", () => [new StoredAccount(account, LeaseStore.Row.Beat), .. Others]);

    public Task<Depth> CountAsync(string name, CancellationToken cancellationToken) => Do("Count", () =>
    {
        List<Row> pending = _rows.FindAll(row => row.Account == name && !row.IsDeadLettered && !row.IsScheduled && row.Withdrawal == Withdrawal.None);
        return new Depth(pending.Count, pending.Count == 0 ? null : pending.Min(row => row.Created), _rows.Count(row => row.Account == name && row.IsDeadLettered))
        {
            Scheduled = _rows.Count(row => row.Account == name && row.IsScheduled),
        };
    });

    public Task<int> ExpireAsync(string name, long createdBefore, long now, string reason, int limit, CancellationToken cancellationToken) => Do("Expire", () =>
    {
        List<Row> old = [.. _rows.Where(row => row.Account == name && !row.IsDeadLettered && row.Created < createdBefore).Take(limit)];
        old.ForEach(row => (row.IsDeadLettered, row.Due, row.Reason) = (true, now, reason));
        return old.Count;
    });

    public Task<int> PurgeAsync(string name, long deadLetteredBefore, int limit, CancellationToken cancellationToken) => Do("Purge", () =>
        _rows.RemoveAll(row => row.Account == name && row.IsDeadLettered && row.Due < deadLetteredBefore && limit-- > 0));

    public Task<int> ReleaseAsync(string name, long now, int limit, CancellationToken cancellationToken) => Do("Release", () =>
    {
        List<Row> come = [.. _rows.Where(row => row.Account == name && row.IsScheduled && row.Due <= now).Take(limit)];
        come.ForEach(row => (row.IsScheduled, row.Updated) = (false, now));
        return come.Count;
    });

    public Task RescheduleAsync(string name, long createdAfter, long createdUpTo, long now, CancellationToken cancellationToken) => Do("Reschedule", () =>
    {
        _rows.Where(row => row.Account == name && row.IsScheduled && row.Created > createdAfter && row.Created <= createdUpTo).ToList().ForEach(row => row.Due += now - row.Created);
        return true;
    });

    public Task<int> PurgeLedgerAsync(string name, long deliveredBefore, int limit, CancellationToken cancellationToken) => Do($"PurgeLedger {name}", () =>
        Ledger.RemoveAll(delivered => delivered < deliveredBefore && limit-- > 0));

    private IEnumerable<Row> Mine(bool isDeadLettered) => _rows.Where(row => row.Account == account && row.IsDeadLettered == isDeadLettered);

    private Task<T> Do<T>(string name, Func<T> work)
    {
        try
        {
            Fault?.Invoke(name);
            Done.Enqueue(name);
            lock (_lock)
            {
                return Task.FromResult(work());
            }
        }
        catch (Exception exception)
        {
            return Task.FromException<T>(exception);
        }
    }

    internal enum Withdrawal
    {
        None,
        Requested,
        Agreed,
    }

    internal sealed record Row(string Account, Guid Id, byte[] Payload, int Version, long Created)
    {
        public long Due { get; set; }

        public long Updated { get; set; }

        public int Failures { get; set; }

        public bool IsDeadLettered { get; set; }

        public string? Reason { get; set; }

        public string? ErrorCodes { get; set; }

        public long NotBefore { get; set; }

        public bool IsScheduled { get; set; }

        public string? ConfirmationRef { get; init; }

        public string? CustomerHash { get; init; }

        public Withdrawal Withdrawal { get; set; }
    }
}
