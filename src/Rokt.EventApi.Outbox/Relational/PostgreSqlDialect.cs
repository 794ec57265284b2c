namespace Rokt.EventApi.Outbox.Relational;

internal sealed class PostgreSqlDialect : Dialect
{
    public override IReadOnlyList<string> CreateTables =>
    [
        """
        CREATE TABLE IF NOT EXISTS {rows} (
            {id} uuid NOT NULL PRIMARY KEY,
            {account} varchar(128) NOT NULL,
            {payload} bytea NOT NULL,
            {version} integer NOT NULL,
            {created} bigint NOT NULL,
            {due} bigint NOT NULL,
            {updated} bigint NOT NULL,
            {failures} integer NOT NULL,
            {state} integer NOT NULL,
            {reason} varchar(64) NULL
        )
        """,
        "CREATE INDEX IF NOT EXISTS {index} ON {rows} ({account}, {state}, {due}, {id}, {created})",
        """
        CREATE TABLE IF NOT EXISTS {leases} (
            {lease.account} varchar(128) NOT NULL PRIMARY KEY,
            {lease.owner} varchar(36) NULL,
            {lease.beat} bigint NOT NULL,
            {lease.state} integer NOT NULL,
            {lease.paused} boolean NOT NULL,
            {lease.pending} bigint NOT NULL,
            {lease.dead_lettered} bigint NOT NULL
        )
        """,
    ];

    public override string ReadClock => "SELECT CAST(extract(epoch FROM clock_timestamp()) * 1000 AS bigint)";

    public override string Quote(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
