using System.Data.Common;

namespace Rokt.EventApi.Outbox.Relational;

internal sealed class SqliteDialect : Dialect
{
    public override IReadOnlyList<string> CreateTables =>
    [
        """
        CREATE TABLE IF NOT EXISTS {rows} (
            {id} TEXT NOT NULL PRIMARY KEY,
            {account} TEXT NOT NULL,
            {payload} BLOB NOT NULL,
            {version} INTEGER NOT NULL,
            {created} INTEGER NOT NULL,
            {due} INTEGER NOT NULL,
            {updated} INTEGER NOT NULL,
            {failures} INTEGER NOT NULL,
            {state} INTEGER NOT NULL,
            {reason} TEXT NULL,
            {error_codes} TEXT NULL,
            {confirmation_ref} TEXT NULL,
            {customer_hash} TEXT NULL,
            {not_before} INTEGER NOT NULL
        )
        """,
        "CREATE INDEX IF NOT EXISTS {index} ON {rows} ({account}, {state}, {due}, {id}, {created})",
        "CREATE INDEX IF NOT EXISTS {ref index} ON {rows} ({account}, {confirmation_ref})",
        """
        CREATE TABLE IF NOT EXISTS {leases} (
            {lease.account} TEXT NOT NULL PRIMARY KEY,
            {lease.owner} TEXT NULL,
            {lease.beat} INTEGER NOT NULL,
            {lease.state} INTEGER NOT NULL,
            {lease.paused} INTEGER NOT NULL,
            {lease.pending} INTEGER NOT NULL,
            {lease.dead_lettered} INTEGER NOT NULL,
            {lease.holder} TEXT NULL,
            {lease.cause} TEXT NULL
        )
        """,
        """
        CREATE TABLE IF NOT EXISTS {ledger} (
            {ledger.id} TEXT NOT NULL PRIMARY KEY,
            {ledger.account} TEXT NOT NULL,
            {ledger.confirmation_ref} TEXT NULL,
            {ledger.created} INTEGER NOT NULL,
            {ledger.delivered} INTEGER NOT NULL,
            {ledger.failures} INTEGER NOT NULL
        )
        """,
        "CREATE INDEX IF NOT EXISTS {ledger ref index} ON {ledger} ({ledger.account}, {ledger.confirmation_ref})",
        "CREATE INDEX IF NOT EXISTS {ledger index} ON {ledger} ({ledger.account}, {ledger.delivered}, {ledger.id})",
    ];

    public override string? ReadClock => null;

    // SQLite tries a lock again after a few milliseconds; the provider, which tries after that, every 150.
    public override string? OnOpened => "PRAGMA busy_timeout = 1000";

    public override bool HasOneWriter => true;

    // EF Core ignores a model's schemas here, too.
    public override bool HasSchemas => false;

    public override string Quote(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    // A path, which may be that of another file in another case.
    public override StringComparison NameComparison => StringComparison.Ordinal;

    // From the connection string, for an open connection says where links lead to; in full, for a path can be said in several ways.
    public override string Locate(DbConnection connection) =>
        Setting(connection, "Data Source", "DataSource", "Filename") is { } path && path != ":memory:" ? $"\"{Path.GetFullPath(path)}\"" : base.Locate(connection);

    // As EF Core writes it.
    public override object Id(Guid id) => id.ToString().ToUpperInvariant();
}
