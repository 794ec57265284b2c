using System.Data.Common;

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
            {reason} varchar(64) NULL,
            {error_codes} varchar(256) NULL,
            {confirmation_ref} varchar(256) NULL,
            {customer_hash} varchar(200) NULL,
            {not_before} bigint NOT NULL
        )
        """,
        "CREATE INDEX IF NOT EXISTS {index} ON {rows} ({account}, {state}, {due}, {id}, {created})",
        "CREATE INDEX IF NOT EXISTS {ref index} ON {rows} ({account}, {confirmation_ref})",
        """
        CREATE TABLE IF NOT EXISTS {leases} (
            {lease.account} varchar(128) NOT NULL PRIMARY KEY,
            {lease.owner} varchar(36) NULL,
            {lease.beat} bigint NOT NULL,
            {lease.state} integer NOT NULL,
            {lease.paused} boolean NOT NULL,
            {lease.pending} bigint NOT NULL,
            {lease.dead_lettered} bigint NOT NULL,
            {lease.holder} varchar(128) NULL,
            {lease.cause} varchar(256) NULL
        )
        """,
        """
        CREATE TABLE IF NOT EXISTS {ledger} (
            {ledger.id} uuid NOT NULL PRIMARY KEY,
            {ledger.account} varchar(128) NOT NULL,
            {ledger.confirmation_ref} varchar(256) NULL,
            {ledger.created} bigint NOT NULL,
            {ledger.delivered} bigint NOT NULL,
            {ledger.failures} integer NOT NULL
        )
        """,
        "CREATE INDEX IF NOT EXISTS {ledger ref index} ON {ledger} ({ledger.account}, {ledger.confirmation_ref})",
        "CREATE INDEX IF NOT EXISTS {ledger index} ON {ledger} ({ledger.account}, {ledger.delivered}, {ledger.id})",
    ];

    public override string ReadClock => "SELECT CAST(extract(epoch FROM clock_timestamp()) * 1000 AS bigint)";

    public override StringComparison NameComparison => StringComparison.Ordinal;

    public override string Quote(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    // The connection names no server where its string lists several.
    public override string Locate(DbConnection connection)
    {
        string port = Setting(connection, "Port") ?? "5432";
        IEnumerable<string> hosts = (Setting(connection, "Host", "Server") ?? connection.DataSource).Split(',').Select(host => WithPort(host.Trim().ToLowerInvariant(), port));
        return $"\"{connection.Database}\" at \"{string.Join(",", hosts)}\"";
    }

    public override string? SearchPath(DbConnection connection) => (
        Setting(connection, "Search Path", "SearchPath") ?? FromOptions(Setting(connection, "Options")))?.Replace(" ", "", StringComparison.Ordinal);

    // A host may bring its own: db:5433 or [::1]:5433. A path is that of a socket.
    private static string WithPort(string host, string port) =>
        host.StartsWith('/') || host.Contains("]:", StringComparison.Ordinal) || host.Count(character => character == ':') == 1 ? host : $"{host}:{port}";

    // As the server's command line says it: -c search_path=tenant.
    private static string? FromOptions(string? options) =>
        options?.Split("search_path=", 2) is [_, var path] ? path.Split(' ', 2)[0] : null;
}
