using Rokt.EventApi.Outbox.Storage;

namespace Rokt.EventApi.Outbox.Relational;

/// <summary>Looks up, and removes, what an operator asks for.</summary>
internal sealed class RelationalOperatorStore(string account, RelationalSession sessions, RelationalCounts counts, bool keepsLedger) : IOperatorStore
{
    private readonly Statements _statements = sessions.Statements;

    public Task<IReadOnlyList<OutboxConversion>> FindAsync(string confirmationRef, int limit, CancellationToken cancellationToken) => sessions.UseAsync<IReadOnlyList<OutboxConversion>>(
        OutboxAccess.Count,
        async (session, cancellation) =>
        {
            (string, object?)[] parameters = [("@account", account), ("@confirmationRef", confirmationRef), ("@limit", limit)];
            List<OutboxConversion?> found = await session.ReadAsync(_statements.Find, parameters, StoredRows.ReadConversion, cancellation).ConfigureAwait(false);
            List<OutboxConversion?> delivered = keepsLedger
                ? await session.ReadAsync(_statements.FindDelivered, parameters, StoredRows.ReadDelivered, cancellation).ConfigureAwait(false)
                : [];

            // One that was delivered between the two is in both.
            found.RemoveAll(stored => delivered.Exists(entry => entry?.Id == stored?.Id));
            return [.. found.Concat(delivered).OfType<OutboxConversion>().Take(limit)];
        },
        cancellationToken);

    public async Task<IReadOnlyDictionary<string, long>> CountReasonsAsync(CancellationToken cancellationToken)
    {
        var reasons = new Dictionary<string, long>();
        foreach ((string reason, long count) in await sessions.QueryAsync(
            OutboxAccess.Count,
            _statements.CountReasons,
            [("@account", account)],
            reader => (reader.GetValue(0) as string ?? "", Values.Number(reader.GetValue(1))),
            cancellationToken).ConfigureAwait(false))
        {
            reasons[reason] = reasons.GetValueOrDefault(reason) + count;
        }

        return reasons;
    }

    public async Task<IReadOnlyDictionary<string, OutboxStatus>> ReadStatusesAsync(CancellationToken cancellationToken)
    {
        var statuses = new Dictionary<string, OutboxStatus>();
        foreach (StoredAccount stored in await counts.ReadAccountsAsync(cancellationToken).ConfigureAwait(false))
        {
            Depth depth = await counts.ReadDepthAsync(stored.Name, cancellationToken).ConfigureAwait(false);
            List<(bool HasOwner, OutboxState State, bool IsPaused, string? Holder, string? Cause)> leases = await sessions.QueryAsync(
                OutboxAccess.Count,
                _statements.ReadLease,
                [("@account", stored.Name)],
                reader => (!reader.IsDBNull(0), (OutboxState)Values.Int32(reader.GetValue(2)), Values.Number(reader.GetValue(3)) != 0, reader.GetValue(6) as string, reader.GetValue(7) as string),
                cancellationToken).ConfigureAwait(false);
            (bool hasOwner, OutboxState state, bool isPaused, string? holder, string? cause) = leases is [var lease] ? lease : default;
            statuses[stored.Name] = depth.ToStatus(isPaused ? OutboxState.Paused : state, hasOwner, dispatcher: holder, cause: isPaused ? null : cause);
        }

        return statuses;
    }

    public Task<bool> WithdrawScheduledAsync(Guid id, CancellationToken cancellationToken) => ChangeAsync(_statements.WithdrawScheduled, id, [], cancellationToken);

    public Task<bool> RequestWithdrawalAsync(Guid id, CancellationToken cancellationToken) => ChangeAsync(_statements.RequestWithdrawal, id, [], cancellationToken);

    public async Task<IReadOnlyList<Guid>> ReadWithdrawalsAsync(int limit, CancellationToken cancellationToken) => [.. (await sessions.QueryAsync<Guid?>(
        OutboxAccess.Read,
        _statements.ReadWithdrawals,
        [("@account", account), ("@limit", limit)],
        reader => Values.TryId(reader.GetValue(0), out Guid id) ? id : null,
        cancellationToken).ConfigureAwait(false)).OfType<Guid>()];

    public Task AgreeToWithdrawalAsync(Guid id, Guid? holder, CancellationToken cancellationToken) =>
        ChangeAsync(_statements.AgreeToWithdrawal, id, [("@holder", holder?.ToString())], cancellationToken);

    public async Task<WithdrawResult> EndWithdrawalAsync(Guid id, CancellationToken cancellationToken)
    {
        if (await ChangeAsync(_statements.EndWithdrawal, id, [], cancellationToken).ConfigureAwait(false))
        {
            return WithdrawResult.Withdrawn;
        }

        List<bool> marked = await sessions.QueryAsync(
            OutboxAccess.Count, _statements.FindWithdrawal, [("@id", sessions.Dialect.Id(id)), ("@account", account)], _ => true, cancellationToken).ConfigureAwait(false);
        return marked.Count > 0 ? WithdrawResult.InFlight : WithdrawResult.NotFound;
    }

    public Task<bool> CancelWithdrawalAsync(Guid id, CancellationToken cancellationToken) => ChangeAsync(_statements.CancelWithdrawal, id, [], cancellationToken);

    public Task PurgeWithdrawnAsync(string ofAccount, long createdBefore, CancellationToken cancellationToken) =>
        sessions.ExecuteAsync(_statements.PurgeWithdrawn, [("@account", ofAccount), ("@before", createdBefore)], cancellationToken);

    public async Task<IReadOnlyList<Guid>> FindCustomerAsync(IReadOnlyList<string> hashes, CancellationToken cancellationToken)
    {
        var ids = new HashSet<Guid>();
        foreach (string hash in hashes)
        {
            ids.UnionWith((await sessions.QueryAsync<Guid?>(
                OutboxAccess.Count,
                _statements.FindCustomer,
                [("@account", account), ("@customer", $"%{hash}%")],
                reader => Values.TryId(reader.GetValue(0), out Guid id) ? id : null,
                cancellationToken).ConfigureAwait(false)).OfType<Guid>());
        }

        return [.. ids];
    }

    public Task<int> EraseAsync(IReadOnlyList<Guid> ids, CancellationToken cancellationToken) =>
        sessions.ExecuteAsync(ids, count => _statements.Delete(count), [], cancellationToken);

    private async Task<bool> ChangeAsync(string text, Guid id, (string, object?)[] parameters, CancellationToken cancellationToken) =>
        await sessions.ExecuteAsync(text, [("@id", sessions.Dialect.Id(id)), ("@account", account), .. parameters], cancellationToken).ConfigureAwait(false) == 1;
}
