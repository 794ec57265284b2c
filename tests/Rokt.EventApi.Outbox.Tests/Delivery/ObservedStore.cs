using Rokt.EventApi.Outbox.Storage;

namespace Rokt.EventApi.Outbox.Tests.Delivery;

/// <summary>A store in which something happens between a reading and its answer.</summary>
internal sealed class ObservedStore(IOutboxStore inner) : IOutboxStore
{
    public Func<IReadOnlyList<OutboxRow>, Task>? OnRead { get; set; }

    public ILeaseStore? Lease => inner.Lease;

    public bool Shares(object context) => inner.Shares(context);

    public Task AddAsync(NewRow row, CancellationToken cancellationToken) => inner.AddAsync(row, cancellationToken);

    public async Task<IReadOnlyList<OutboxRow>> ReadAsync(Position after, long now, bool withUntried, int limit, CancellationToken cancellationToken)
    {
        IReadOnlyList<OutboxRow> page = await inner.ReadAsync(after, now, withUntried, limit, cancellationToken);
        await (OnRead?.Invoke(page) ?? Task.CompletedTask);
        return page;
    }

    public Task DeleteAsync(IReadOnlyList<Guid> ids, CancellationToken cancellationToken) => inner.DeleteAsync(ids, cancellationToken);

    public Task PostponeAsync(Guid id, long due, int failures, string reason, CancellationToken cancellationToken) =>
        inner.PostponeAsync(id, due, failures, reason, cancellationToken);

    public Task BuryAsync(Guid id, long now, int failures, string reason, CancellationToken cancellationToken) =>
        inner.BuryAsync(id, now, failures, reason, cancellationToken);

    public Task<int> PurgeAsync(long diedBefore, int limit, CancellationToken cancellationToken) => inner.PurgeAsync(diedBefore, limit, cancellationToken);

    public Task<Depth> CountAsync(CancellationToken cancellationToken) => inner.CountAsync(cancellationToken);

    public Task<IReadOnlyList<DeadConversion>> ReadDeadAsync(int limit, CancellationToken cancellationToken) => inner.ReadDeadAsync(limit, cancellationToken);

    public Task<bool> RequeueAsync(Guid id, long now, CancellationToken cancellationToken) => inner.RequeueAsync(id, now, cancellationToken);

    public Task<bool> DiscardAsync(Guid id, CancellationToken cancellationToken) => inner.DiscardAsync(id, cancellationToken);
}
