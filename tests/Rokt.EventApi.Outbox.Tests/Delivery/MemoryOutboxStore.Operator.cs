using Rokt.EventApi.Outbox.Storage;

namespace Rokt.EventApi.Outbox.Tests.Delivery;

/// <summary>What an operator asks of the store.</summary>
internal sealed partial class MemoryOutboxStore
{
    /// <summary>How many rows are marked as ones that are to be withdrawn.</summary>
    public int Withdrawals => Rows.Count(row => row.Withdrawal != Withdrawal.None);

    public Task<IReadOnlyList<OutboxConversion>> FindAsync(string confirmationRef, int limit, CancellationToken cancellationToken) => Do<IReadOnlyList<OutboxConversion>>("Find", () =>
        [.. _rows.Where(row => row.Account == account && row.ConfirmationRef == confirmationRef).Take(limit).Select(row => new OutboxConversion
        {
            Id = row.Id,
            ConfirmationRef = row.ConfirmationRef,
            State = row.IsDeadLettered ? OutboxConversionState.DeadLettered : row.IsScheduled ? OutboxConversionState.Scheduled : OutboxConversionState.Pending,
            EnqueuedAt = DateTimeOffset.FromUnixTimeMilliseconds(row.Created),
            NotBefore = row.NotBefore > 0 ? DateTimeOffset.FromUnixTimeMilliseconds(row.NotBefore) : null,
            NextAttemptAt = DateTimeOffset.FromUnixTimeMilliseconds(row.Due),
            Failures = row.Failures,
            Reason = row.Reason ?? "",
        })]);

    public Task<IReadOnlyDictionary<string, long>> CountReasonsAsync(CancellationToken cancellationToken) => Do<IReadOnlyDictionary<string, long>>("CountReasons", () =>
        Mine(isDeadLettered: true).GroupBy(row => row.Reason!).ToDictionary(rows => rows.Key, rows => (long)rows.Count()));

    public async Task<IReadOnlyDictionary<string, OutboxStatus>> ReadStatusesAsync(CancellationToken cancellationToken)
    {
        var statuses = new Dictionary<string, OutboxStatus>();
        foreach (StoredAccount stored in await ReadAccountsAsync(cancellationToken))
        {
            statuses[stored.Name] = (await CountAsync(stored.Name, cancellationToken)).ToStatus(OutboxState.Delivering, hasDispatcher: false);
        }

        return statuses;
    }

    public Task<bool> WithdrawScheduledAsync(Guid id, CancellationToken cancellationToken) => Do("WithdrawScheduled", () =>
        _rows.RemoveAll(row => row.Id == id && row.Account == account && row.IsScheduled) == 1);

    public Task<bool> RequestWithdrawalAsync(Guid id, CancellationToken cancellationToken) => Do("RequestWithdrawal", () =>
        Mark(id, Withdrawal.Requested, row => !row.IsScheduled && row.Withdrawal != Withdrawal.Agreed));

    public Task<IReadOnlyList<Guid>> ReadWithdrawalsAsync(int limit, CancellationToken cancellationToken) => Do<IReadOnlyList<Guid>>("ReadWithdrawals", () =>
        [.. Mine(isDeadLettered: false).Where(row => row.Withdrawal == Withdrawal.Requested).Select(row => row.Id).Take(limit)]);

    // As a database compares: the owner of the lease.
    public async Task AgreeToWithdrawalAsync(Guid id, Guid? holder, CancellationToken cancellationToken)
    {
        await Do("AgreeToWithdrawal", () =>
            (holder is null || LeaseStore.Row.Owner == holder) && Mark(id, Withdrawal.Agreed, row => row.Withdrawal == Withdrawal.Requested));
        await (OnAgree?.Invoke() ?? Task.CompletedTask);
    }

    public Task<WithdrawResult> EndWithdrawalAsync(Guid id, CancellationToken cancellationToken) => Do("EndWithdrawal", () =>
        _rows.RemoveAll(row => row.Id == id && row.Account == account
            && (row.Withdrawal == Withdrawal.Agreed || (row.Withdrawal == Withdrawal.Requested && LeaseStore.Row.Owner is null))) == 1 ? WithdrawResult.Withdrawn
            : _rows.Exists(row => row.Id == id && row.Account == account && !row.IsDeadLettered) ? WithdrawResult.InFlight
            : WithdrawResult.NotFound);

    public Task<bool> CancelWithdrawalAsync(Guid id, CancellationToken cancellationToken) => Do("CancelWithdrawal", () =>
        Mark(id, Withdrawal.None, row => row.Withdrawal == Withdrawal.Requested));

    public Task PurgeWithdrawnAsync(string name, long createdBefore, CancellationToken cancellationToken) => Do($"PurgeWithdrawn {name}", () =>
        _rows.RemoveAll(row => row.Account == name && row.Withdrawal != Withdrawal.None && row.Created < createdBefore));

    public Task<IReadOnlyList<Guid>> FindCustomerAsync(IReadOnlyList<string> hashes, CancellationToken cancellationToken) => Do<IReadOnlyList<Guid>>("FindCustomer", () =>
        [.. _rows.Where(row => row.Account == account && hashes.Any(hash => row.CustomerHash?.Contains(hash, StringComparison.Ordinal) == true)).Select(row => row.Id)]);

    public Task<int> EraseAsync(IReadOnlyList<Guid> ids, CancellationToken cancellationToken) => Do("Erase", () => _rows.RemoveAll(row => ids.Contains(row.Id)));

    private bool Mark(Guid id, Withdrawal next, Func<Row, bool> may)
    {
        List<Row> rows = [.. Mine(isDeadLettered: false).Where(row => row.Id == id && may(row))];
        rows.ForEach(row => row.Withdrawal = next);
        return rows.Count == 1;
    }
}
