using Rokt.EventApi.Outbox.Storage;

namespace Rokt.EventApi.Outbox.Sqlite;

/// <summary>The lease row of the embedded store. One process uses a file, so of the row it needs only the pause.</summary>
internal sealed class SqliteLeaseStore(string account, SqliteSession reading, SqliteWriter writer) : ILeaseStore
{
    public async Task<LeaseRow> ReadAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<LeaseRow> rows = await SqliteOutboxStore.Read(
            reading,
            "SELECT owner, beat, state, paused FROM outbox_lease WHERE account = $account",
            [("$account", account)],
            row => new LeaseRow(row.IsDBNull(0) ? null : row.GetGuid(0), row.GetInt64(1), (OutboxState)row.GetInt32(2), row.GetBoolean(3))).ConfigureAwait(false);
        return rows.Count == 1 ? rows[0] : new LeaseRow(null, 0);
    }

    public async Task<bool> TryReplaceAsync(LeaseRow seen, LeaseRow next, CancellationToken cancellationToken) => await writer.DoAsync(
        connection =>
        {
            SqliteOutboxStore.Execute(connection, "INSERT INTO outbox_lease (account) VALUES ($account) ON CONFLICT (account) DO NOTHING", [("$account", account)]);
            return SqliteOutboxStore.Execute(
                connection,
                """
                UPDATE outbox_lease SET owner = $nextOwner, beat = $nextBeat, state = $state, paused = $paused
                WHERE account = $account AND owner IS $owner AND beat = $beat
                """,
                [
                    ("$account", account), ("$owner", Value(seen.Owner)), ("$beat", seen.Beat),
                    ("$nextOwner", Value(next.Owner)), ("$nextBeat", next.Beat), ("$state", (int)next.State), ("$paused", next.IsPaused),
                ]);
        },
        needsReserve: false,
        cancellationToken).ConfigureAwait(false) == 1;

    private static object Value(Guid? owner) => owner is { } value ? value.ToString() : DBNull.Value;
}
