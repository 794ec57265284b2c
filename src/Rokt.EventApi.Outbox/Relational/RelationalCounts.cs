using Rokt.EventApi.Outbox.Storage;

namespace Rokt.EventApi.Outbox.Relational;

/// <summary>Counts the rows of the accounts in a database.</summary>
internal sealed class RelationalCounts(RelationalSession sessions)
{
    /// <summary>Up to here, rows are counted whenever somebody asks; a longer backlog is counted now and then.</summary>
    public const int CountedAtOnce = 10_000;

    private readonly Statements _statements = sessions.Statements;

    /// <summary>Lists every account that has rows or a lease.</summary>
    public Task<IReadOnlyList<StoredAccount>> ReadAccountsAsync(CancellationToken cancellationToken) => sessions.UseAsync<IReadOnlyList<StoredAccount>>(
        OutboxAccess.Count,
        async (session, cancellation) =>
        {
            List<StoredAccount> accounts = await session.ReadAsync(
                _statements.ReadLeases, [], reader => new StoredAccount(reader.GetString(0), Values.Number(reader.GetValue(1))), cancellation).ConfigureAwait(false);

            // From one account to the next in the index: the rows of an account may be a million.
            // A damaged name can come behind every other, and behind itself.
            var seen = new HashSet<string>();
            string? account = await ReadAccountAsync(session, null, cancellation).ConfigureAwait(false);
            while (account is not null && seen.Add(account))
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
        Depth depth = await sessions.UseAsync(OutboxAccess.Count, (session, cancellation) => CountAsync(session, account, long.MaxValue, cancellation), cancellationToken).ConfigureAwait(false);
        await sessions.ExecuteAsync(
            _statements.SaveCount, [("@account", account), ("@pending", depth.Pending), ("@deadLettered", depth.DeadLettered)], cancellationToken).ConfigureAwait(false);
        return depth;
    }

    /// <summary>Counts the rows of an account in a short time, however many there are.</summary>
    public Task<Depth> ReadDepthAsync(string account, CancellationToken cancellationToken) => sessions.UseAsync(
        OutboxAccess.Count,
        async (session, cancellation) =>
        {
            Depth depth = await CountAsync(session, account, CountedAtOnce, cancellation).ConfigureAwait(false);
            if (depth is { Pending: < CountedAtOnce, DeadLettered: < CountedAtOnce })
            {
                return depth;
            }

            List<(long Pending, long DeadLettered)> counted = await session.ReadAsync(
                _statements.ReadLease,
                [("@account", account)],
                reader => (Values.Number(reader.GetValue(4)), Values.Number(reader.GetValue(5))),
                cancellation).ConfigureAwait(false);
            (long pending, long deadLettered) = counted is [var last] ? last : default;
            return depth with
            {
                Pending = depth.Pending < CountedAtOnce ? depth.Pending : Math.Max(depth.Pending, pending),
                DeadLettered = depth.DeadLettered < CountedAtOnce ? depth.DeadLettered : Math.Max(depth.DeadLettered, deadLettered),
            };
        },
        cancellationToken);

    private async Task<string?> ReadAccountAsync(OutboxSession session, string? after, CancellationToken cancellationToken) => (await session.ReadAsync(
        after is null ? _statements.ReadFirstAccount : _statements.ReadNextAccount,
        after is null ? [] : [("@account", after)],
        reader => reader.IsDBNull(0) ? null : reader.GetString(0),
        cancellationToken).ConfigureAwait(false))[0];

    private async Task<Depth> CountAsync(OutboxSession session, string account, long atMost, CancellationToken cancellationToken)
    {
        (long pending, long? oldest) = await CountAsync(Statements.Pending, atMost).ConfigureAwait(false);
        (long deadLettered, _) = await CountAsync(Statements.DeadLettered, atMost).ConfigureAwait(false);
        (long scheduled, _) = await CountAsync(Statements.Scheduled, CountedAtOnce).ConfigureAwait(false);
        return new Depth(pending, oldest, deadLettered) { Scheduled = scheduled };

        async Task<(long Count, long? Oldest)> CountAsync(int state, long limit) => (await session.ReadAsync<(long, long?)>(
            _statements.Count,
            [("@account", account), ("@state", state), ("@limit", limit)],
            reader => (Values.Number(reader.GetValue(0)), reader.IsDBNull(1) ? null : StoredRows.TimeOr(reader.GetValue(1), 0)),
            cancellationToken).ConfigureAwait(false))[0];
    }
}
