using System.Data.Common;
using Rokt.EventApi.Outbox.Storage;

namespace Rokt.EventApi.Outbox.Databases;

/// <summary>Stores rows in a database from which nothing is delivered, such as EF Core's in-memory one in a test, and shows none.</summary>
internal sealed class UndeliveredStore(string account, OutboxDatabase database) : IOutboxStore, ILeaseStore, IOperatorStore
{
    public ILeaseStore Lease => this;

    public IOperatorStore Operator => this;

    public bool IsShared => true;

    public Task<OutboxException?> VerifyAsync(CancellationToken cancellationToken) => Task.FromResult<OutboxException?>(null);

    public Task ProveAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<long?> ReadClockAsync(CancellationToken cancellationToken) => Task.FromResult<long?>(null);

    public Task AddAsync(NewRow row, CancellationToken cancellationToken) =>
        database.AddAsync(row.ToRecord(account), cancellationToken);

    public Task AddAsync(NewRow row, DbTransaction transaction, CancellationToken cancellationToken) => AddAsync(row, cancellationToken);

    public Task<IReadOnlyList<OutboxRow>> ReadAsync(Position after, long now, bool withAhead, int limit, CancellationToken cancellationToken) => None<OutboxRow>();

    public Task DeleteAsync(IReadOnlyList<Guid> ids, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task PostponeAsync(Guid id, long now, long due, int failures, string reason, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task MoveToDeadLetterAsync(Guid id, long now, int failures, string reason, string? errorCodes, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<int> MoveDamagedToDeadLetterAsync(string account, long now, string reason, CancellationToken cancellationToken) => Task.FromResult(0);

    public Task<IReadOnlyList<DeadLetter>> ReadDeadLettersAsync(string? reason, Position? before, int limit, CancellationToken cancellationToken) => None<DeadLetter>();

    public Task<bool> RequeueAsync(Guid id, long now, CancellationToken cancellationToken) => Task.FromResult(false);

    public Task<int> RequeueAllAsync(string? reason, long now, CancellationToken cancellationToken) => Task.FromResult(0);

    public Task<bool> DiscardAsync(Guid id, CancellationToken cancellationToken) => Task.FromResult(false);

    public Task<int> DiscardAllAsync(string? reason, CancellationToken cancellationToken) => Task.FromResult(0);

    public Task<IReadOnlyList<StoredAccount>> ReadAccountsAsync(CancellationToken cancellationToken) => None<StoredAccount>();

    public Task<Depth> ReadDepthAsync(CancellationToken cancellationToken) => Task.FromResult(new Depth(0, null, 0));

    public Task<Depth> CountAsync(string account, CancellationToken cancellationToken) => ReadDepthAsync(cancellationToken);

    public Task<int> ExpireAsync(string account, long createdBefore, long now, string reason, int limit, CancellationToken cancellationToken) => Task.FromResult(0);

    public Task<int> PurgeAsync(string account, long deadLetteredBefore, int limit, CancellationToken cancellationToken) => Task.FromResult(0);

    public Task<int> ReleaseAsync(string account, long now, int limit, CancellationToken cancellationToken) => Task.FromResult(0);

    public Task RescheduleAsync(string account, long createdAfter, long createdUpTo, long now, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<int> PurgeLedgerAsync(string account, long deliveredBefore, int limit, CancellationToken cancellationToken) => Task.FromResult(0);

    Task<IReadOnlyList<OutboxConversion>> IOperatorStore.FindAsync(string confirmationRef, int limit, CancellationToken cancellationToken) => None<OutboxConversion>();

    Task<IReadOnlyDictionary<string, long>> IOperatorStore.CountReasonsAsync(CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyDictionary<string, long>>(new Dictionary<string, long>());

    Task<IReadOnlyDictionary<string, OutboxStatus>> IOperatorStore.ReadStatusesAsync(CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyDictionary<string, OutboxStatus>>(new Dictionary<string, OutboxStatus>());

    Task<bool> IOperatorStore.WithdrawScheduledAsync(Guid id, CancellationToken cancellationToken) => Task.FromResult(false);

    Task<bool> IOperatorStore.RequestWithdrawalAsync(Guid id, CancellationToken cancellationToken) => Task.FromResult(false);

    Task<IReadOnlyList<Guid>> IOperatorStore.ReadWithdrawalsAsync(int limit, CancellationToken cancellationToken) => None<Guid>();

    Task IOperatorStore.AgreeToWithdrawalAsync(Guid id, Guid? holder, CancellationToken cancellationToken) => Task.CompletedTask;

    Task<WithdrawResult> IOperatorStore.EndWithdrawalAsync(Guid id, CancellationToken cancellationToken) => Task.FromResult(WithdrawResult.NotFound);

    Task<bool> IOperatorStore.CancelWithdrawalAsync(Guid id, CancellationToken cancellationToken) => Task.FromResult(false);

    Task IOperatorStore.PurgeWithdrawnAsync(string account, long createdBefore, CancellationToken cancellationToken) => Task.CompletedTask;

    Task<IReadOnlyList<Guid>> IOperatorStore.FindCustomerAsync(IReadOnlyList<string> hashes, CancellationToken cancellationToken) => None<Guid>();

    Task<int> IOperatorStore.EraseAsync(IReadOnlyList<Guid> ids, CancellationToken cancellationToken) => Task.FromResult(0);

    Task<LeaseRow> ILeaseStore.ReadAsync(CancellationToken cancellationToken) => Task.FromResult(new LeaseRow(null, 0));

    Task<bool> ILeaseStore.TryReplaceAsync(LeaseRow seen, LeaseRow next, CancellationToken cancellationToken) => Task.FromResult(true);

    private static Task<IReadOnlyList<T>> None<T>() => Task.FromResult<IReadOnlyList<T>>([]);
}
