using System.Data.Common;
using Rokt.EventApi.Outbox.Storage;

namespace Rokt.EventApi.Outbox.Tests.Delivery;

/// <summary>A store in which something happens between a reading and its result.</summary>
internal sealed class ObservedStore(IOutboxStore inner) : IOutboxStore
{
    public Func<IReadOnlyList<OutboxRow>, Task>? OnRead { get; set; }

    public ILeaseStore Lease => inner.Lease;

    public IOperatorStore Operator => inner.Operator;

    public bool IsShared => inner.IsShared;

    public Task<OutboxException?> VerifyAsync(CancellationToken cancellationToken) => inner.VerifyAsync(cancellationToken);

    public Task AddAsync(NewRow row, DbTransaction transaction, CancellationToken cancellationToken) => inner.AddAsync(row, transaction, cancellationToken);

    public Task ProveAsync(CancellationToken cancellationToken) => inner.ProveAsync(cancellationToken);

    public Task<Depth> ReadDepthAsync(CancellationToken cancellationToken) => inner.ReadDepthAsync(cancellationToken);

    public Task AddAsync(NewRow row, CancellationToken cancellationToken) => inner.AddAsync(row, cancellationToken);

    public async Task<IReadOnlyList<OutboxRow>> ReadAsync(Position after, long now, bool withAhead, int limit, CancellationToken cancellationToken)
    {
        IReadOnlyList<OutboxRow> page = await inner.ReadAsync(after, now, withAhead, limit, cancellationToken);
        await (OnRead?.Invoke(page) ?? Task.CompletedTask);
        return page;
    }

    public Task DeleteAsync(IReadOnlyList<Guid> ids, CancellationToken cancellationToken) => inner.DeleteAsync(ids, cancellationToken);

    public Task PostponeAsync(Guid id, long now, long due, int failures, string reason, CancellationToken cancellationToken) =>
        inner.PostponeAsync(id, now, due, failures, reason, cancellationToken);

    public Task MoveToDeadLetterAsync(Guid id, long now, int failures, string reason, string? errorCodes, CancellationToken cancellationToken) =>
        inner.MoveToDeadLetterAsync(id, now, failures, reason, errorCodes, cancellationToken);

    public Task<long?> ReadClockAsync(CancellationToken cancellationToken) => inner.ReadClockAsync(cancellationToken);

    public Task<IReadOnlyList<StoredAccount>> ReadAccountsAsync(CancellationToken cancellationToken) => inner.ReadAccountsAsync(cancellationToken);

    public Task<Depth> CountAsync(string account, CancellationToken cancellationToken) => inner.CountAsync(account, cancellationToken);

    public Task<int> ExpireAsync(string account, long createdBefore, long now, string reason, int limit, CancellationToken cancellationToken) =>
        inner.ExpireAsync(account, createdBefore, now, reason, limit, cancellationToken);

    public Task<int> PurgeAsync(string account, long deadLetteredBefore, int limit, CancellationToken cancellationToken) =>
        inner.PurgeAsync(account, deadLetteredBefore, limit, cancellationToken);

    public Task<int> ReleaseAsync(string account, long now, int limit, CancellationToken cancellationToken) => inner.ReleaseAsync(account, now, limit, cancellationToken);

    public Task RescheduleAsync(string account, long createdAfter, long createdUpTo, long now, CancellationToken cancellationToken) =>
        inner.RescheduleAsync(account, createdAfter, createdUpTo, now, cancellationToken);

    public Task<int> PurgeLedgerAsync(string account, long deliveredBefore, int limit, CancellationToken cancellationToken) =>
        inner.PurgeLedgerAsync(account, deliveredBefore, limit, cancellationToken);

    public Task<IReadOnlyList<DeadLetter>> ReadDeadLettersAsync(string? reason, Position? before, int limit, CancellationToken cancellationToken) =>
        inner.ReadDeadLettersAsync(reason, before, limit, cancellationToken);

    public Task<int> MoveDamagedToDeadLetterAsync(string account, long now, string reason, CancellationToken cancellationToken) => inner.MoveDamagedToDeadLetterAsync(account, now, reason, cancellationToken);

    public Task<bool> RequeueAsync(Guid id, long now, CancellationToken cancellationToken) => inner.RequeueAsync(id, now, cancellationToken);

    public Task<int> RequeueAllAsync(string? reason, long now, CancellationToken cancellationToken) => inner.RequeueAllAsync(reason, now, cancellationToken);

    public Task<bool> DiscardAsync(Guid id, CancellationToken cancellationToken) => inner.DiscardAsync(id, cancellationToken);

    public Task<int> DiscardAllAsync(string? reason, CancellationToken cancellationToken) => inner.DiscardAllAsync(reason, cancellationToken);
}
