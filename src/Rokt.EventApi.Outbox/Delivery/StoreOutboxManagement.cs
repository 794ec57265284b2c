using Microsoft.Extensions.Logging;
using Rokt.EventApi.Outbox.Diagnostics;
using Rokt.EventApi.Outbox.Leasing;
using Rokt.EventApi.Outbox.Storage;

namespace Rokt.EventApi.Outbox.Delivery;

/// <summary>The outbox as an operator sees it.</summary>
internal sealed class StoreOutboxManagement(
    string account, IOutbox outbox, IOutboxStore store, ConversionLookup lookup, Lease lease, Drain drain, OutboxClock times, Signal signal, ILogger logger) : IOutboxManagement
{
    public async Task PauseAsync(CancellationToken cancellationToken = default)
    {
        await lease.SetPausedAsync(true, cancellationToken).ConfigureAwait(false);
        Log.Paused(logger);
    }

    public async Task ResumeAsync(CancellationToken cancellationToken = default)
    {
        await lease.SetPausedAsync(false, cancellationToken).ConfigureAwait(false);
        Log.Resumed(logger);
    }

    public async Task<OutboxStatus> DrainAsync(TimeSpan budget, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(budget, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(budget, TimeSpan.FromDays(1));
        await drain.RunAsync(budget, cancellationToken).ConfigureAwait(false);
        return await outbox.GetStatusAsync(cancellationToken).ConfigureAwait(false);
    }

    public Task<IReadOnlyList<DeadLetter>> GetDeadLettersAsync(
        int limit = 100, string? reason = null, DeadLetter? after = null, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        Position? before = after is null ? null : new Position(after.DeadLetteredAt.ToUnixTimeMilliseconds(), after.Id);
        return store.ReadDeadLettersAsync(reason, before, limit, cancellationToken);
    }

    public Task<IReadOnlyDictionary<string, long>> CountDeadLettersAsync(CancellationToken cancellationToken = default) =>
        store.Operator.CountReasonsAsync(cancellationToken);

    public async Task<IReadOnlyDictionary<string, OutboxStatus>> GetStatusOfAccountsAsync(CancellationToken cancellationToken = default)
    {
        var statuses = new Dictionary<string, OutboxStatus>(await store.Operator.ReadStatusesAsync(cancellationToken).ConfigureAwait(false));

        // Of its own account an instance knows more than the store, above all where a file has no other holder to record.
        statuses[account] = await outbox.GetStatusAsync(cancellationToken).ConfigureAwait(false);
        return statuses;
    }

    public Task<IReadOnlyList<OutboxConversion>> FindAsync(string confirmationRef, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(confirmationRef);
        return lookup.FindAsync(confirmationRef, cancellationToken);
    }

    public Task<WithdrawResult> WithdrawAsync(Guid id, CancellationToken cancellationToken = default) => lookup.WithdrawAsync(id, cancellationToken);

    public Task<int> EraseCustomerAsync(OutboxCustomer customer, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(customer);
        return lookup.EraseAsync(customer, cancellationToken);
    }

    public async Task<bool> RequeueAsync(Guid id, CancellationToken cancellationToken = default)
    {
        bool isRequeued = await store.RequeueAsync(id, times.Now, cancellationToken).ConfigureAwait(false);
        signal.Set();
        return isRequeued;
    }

    public async Task<int> RequeueAllAsync(string? reason = null, CancellationToken cancellationToken = default)
    {
        int requeued = await store.RequeueAllAsync(reason, times.Now, cancellationToken).ConfigureAwait(false);
        signal.Set();
        return requeued;
    }

    public Task<bool> DiscardAsync(Guid id, CancellationToken cancellationToken = default) => store.DiscardAsync(id, cancellationToken);

    public Task<int> DiscardAllAsync(string? reason = null, CancellationToken cancellationToken = default) => store.DiscardAllAsync(reason, cancellationToken);
}
