using System.Data.Common;
using Rokt.EventApi.Outbox.Storage;

namespace Rokt.EventApi.Outbox.Relational;

/// <summary>An account's row in the table of leases.</summary>
internal sealed class RelationalLeaseStore(string account, RelationalSession sessions) : ILeaseStore
{
    private readonly Statements _statements = sessions.Statements;

    // Whoever reads waits for no writer.
    public async Task<LeaseRow> ReadAsync(CancellationToken cancellationToken) =>
        await sessions.UseAsync(OutboxAccess.Read, FindAsync, cancellationToken).ConfigureAwait(false)
        ?? await sessions.UseAsync(OutboxAccess.Change, AddAsync, cancellationToken).ConfigureAwait(false);

    public async Task<bool> TryReplaceAsync(LeaseRow seen, LeaseRow next, CancellationToken cancellationToken)
    {
        int changed = await sessions.ExecuteAsync(
            _statements.ReplaceLease,
            [
                ("@account", account), ("@owner", next.Owner?.ToString()), ("@beat", next.Beat), ("@state", (int)next.State), ("@paused", next.IsPaused),
                ("@holder", next.Holder), ("@cause", next.Cause),
                ("@seenBeat", seen.Beat), ("@seenOwner", seen.Owner?.ToString() ?? ""),
            ],
            cancellationToken).ConfigureAwait(false);

        if (changed != 1 && await ReadAsync(cancellationToken).ConfigureAwait(false) is var row && (row.Beat, row.Owner) == (seen.Beat, seen.Owner))
        {
            // Nobody else changed it either: whoever tried again would do so on and on.
            throw new OutboxException("The row of the outbox's lease cannot be changed, and the database reports no error: see what keeps it as it is, such as a trigger or a policy of row-level security.");
        }

        return changed == 1;
    }

    private async Task<LeaseRow?> FindAsync(OutboxSession session, CancellationToken cancellationToken) => (await session.ReadAsync(
        _statements.ReadLease,
        [("@account", account)],
        reader => new LeaseRow(
            Values.TryId(reader.GetValue(0), out Guid owner) ? owner : null,
            Values.Number(reader.GetValue(1)),
            (OutboxState)Values.Int32(reader.GetValue(2)),
            Values.Number(reader.GetValue(3)) != 0,
            reader.GetValue(6) as string,
            reader.GetValue(7) as string),
        cancellationToken).ConfigureAwait(false)).SingleOrDefault();

    private async Task<LeaseRow> AddAsync(OutboxSession session, CancellationToken cancellationToken)
    {
        DbException? failure = null;
        try
        {
            await session.ExecuteAsync(
                _statements.AddLease, [("@account", account), ("@paused", false), .. RelationalSession.Others(sessions.Leases)], cancellationToken).ConfigureAwait(false);
        }
        catch (DbException exception)
        {
            // Another process may have created it at the same time.
            failure = exception;
        }

        return await FindAsync(session, cancellationToken).ConfigureAwait(false)
            ?? throw (Exception?)failure ?? new OutboxException("The outbox's lease row was deleted and will be recreated.");
    }
}
