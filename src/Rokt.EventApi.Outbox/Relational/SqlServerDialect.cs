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
            INDEX {index} ({account}, {state}, {due}, {id}, {created})
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
            {lease.dead_lettered} bigint NOT NULL
        )
        """,
    ];

    public override string Limit => "OFFSET 0 ROWS FETCH NEXT @limit ROWS ONLY";

    // With the other hint it holds where READ_COMMITTED_SNAPSHOT is on as well.
    public override string SkipLocked => " WITH (READPAST, READCOMMITTEDLOCK)";

    public override string ReadClock => "SELECT DATEDIFF_BIG(MILLISECOND, '1970-01-01', SYSUTCDATETIME())";

    public override string Quote(string name) => $"[{name.Replace("]", "]]", StringComparison.Ordinal)}]";
}
