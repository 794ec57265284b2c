namespace Rokt.EventApi.Outbox.Relational;

internal sealed class SqlServerDialect : Dialect
{
    public override IReadOnlyList<string> CreateTables =>
    [
        """
        IF OBJECT_ID(N'{rows}', N'U') IS NULL
        CREATE TABLE {rows} (
            {id} uniqueidentifier NOT NULL PRIMARY KEY,
            {account} nvarchar(128) NOT NULL,
            {payload} varbinary(max) NOT NULL,
            {version} int NOT NULL,
            {created} bigint NOT NULL,
            {due} bigint NOT NULL,
            {updated} bigint NOT NULL,
            {failures} int NOT NULL,
            {state} int NOT NULL,
            {reason} nvarchar(64) NULL,
            {error_codes} nvarchar(256) NULL,
            {confirmation_ref} nvarchar(256) NULL,
            {customer_hash} nvarchar(200) NULL,
            {not_before} bigint NOT NULL,
            INDEX {index} ({account}, {state}, {due}, {id}, {created}),
            INDEX {ref index} ({account}, {confirmation_ref})
        )
        """,
        """
        IF OBJECT_ID(N'{leases}', N'U') IS NULL
        CREATE TABLE {leases} (
            {lease.account} nvarchar(128) NOT NULL PRIMARY KEY,
            {lease.owner} nvarchar(36) NULL,
            {lease.beat} bigint NOT NULL,
            {lease.state} int NOT NULL,
            {lease.paused} bit NOT NULL,
            {lease.pending} bigint NOT NULL,
            {lease.dead_lettered} bigint NOT NULL,
            {lease.holder} nvarchar(128) NULL,
            {lease.cause} nvarchar(256) NULL
        )
        """,
        """
        IF OBJECT_ID(N'{ledger}', N'U') IS NULL
        CREATE TABLE {ledger} (
            {ledger.id} uniqueidentifier NOT NULL PRIMARY KEY,
            {ledger.account} nvarchar(128) NOT NULL,
            {ledger.confirmation_ref} nvarchar(256) NULL,
            {ledger.created} bigint NOT NULL,
            {ledger.delivered} bigint NOT NULL,
            {ledger.failures} int NOT NULL,
            INDEX {ledger ref index} ({ledger.account}, {ledger.confirmation_ref}),
            INDEX {ledger index} ({ledger.account}, {ledger.delivered}, {ledger.id})
        )
        """,
    ];

    public override string Limit => "OFFSET 0 ROWS FETCH NEXT @limit ROWS ONLY";

    // With the other hint it holds where READ_COMMITTED_SNAPSHOT is on as well.
    public override string SkipLocked => " WITH (READPAST, READCOMMITTEDLOCK)";

    public override string ReadClock => "SELECT DATEDIFF_BIG(MILLISECOND, '1970-01-01', SYSUTCDATETIME())";

    // A server's "user options" can turn both on: then nothing would be committed, and no statement would say how many rows it changed.
    public override string OnOpened => "SET IMPLICIT_TRANSACTIONS OFF; SET NOCOUNT OFF";

    public override string Quote(string name) => $"[{name.Replace("]", "]]", StringComparison.Ordinal)}]";
}
