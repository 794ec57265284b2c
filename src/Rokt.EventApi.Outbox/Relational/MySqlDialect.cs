using System.Data.Common;

namespace Rokt.EventApi.Outbox.Relational;

/// <summary>MySQL and MariaDB.</summary>
internal sealed class MySqlDialect : Dialect
{
    public override IReadOnlyList<string> CreateTables =>
    [
        """
        CREATE TABLE IF NOT EXISTS {rows} (
            {id} char(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
            {account} varchar(128) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
            {payload} mediumblob NOT NULL,
            {version} int NOT NULL,
            {created} bigint NOT NULL,
            {due} bigint NOT NULL,
            {updated} bigint NOT NULL,
            {failures} int NOT NULL,
            {state} int NOT NULL,
            {reason} varchar(64) NULL,
            {error_codes} varchar(256) NULL,
            {confirmation_ref} varchar(256) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NULL,
            {customer_hash} varchar(200) CHARACTER SET ascii COLLATE ascii_bin NULL,
            {not_before} bigint NOT NULL,
            KEY {index} ({account}, {state}, {due}, {id}, {created}),
            KEY {ref index} ({account}, {confirmation_ref})
        ) ENGINE = InnoDB
        """,
        """
        CREATE TABLE IF NOT EXISTS {leases} (
            {lease.account} varchar(128) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL PRIMARY KEY,
            {lease.owner} varchar(36) NULL,
            {lease.beat} bigint NOT NULL,
            {lease.state} int NOT NULL,
            {lease.paused} boolean NOT NULL,
            {lease.pending} bigint NOT NULL,
            {lease.dead_lettered} bigint NOT NULL,
            {lease.holder} varchar(128) NULL,
            {lease.cause} varchar(256) NULL
        ) ENGINE = InnoDB
        """,
        """
        CREATE TABLE IF NOT EXISTS {ledger} (
            {ledger.id} char(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
            {ledger.account} varchar(128) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
            {ledger.confirmation_ref} varchar(256) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NULL,
            {ledger.created} bigint NOT NULL,
            {ledger.delivered} bigint NOT NULL,
            {ledger.failures} int NOT NULL,
            KEY {ledger ref index} ({ledger.account}, {ledger.confirmation_ref}),
            KEY {ledger index} ({ledger.account}, {ledger.delivered}, {ledger.id})
        ) ENGINE = InnoDB
        """,
    ];

    public override string ReadClock => "SELECT TIMESTAMPDIFF(MICROSECOND, '1970-01-01', UTC_TIMESTAMP(6)) DIV 1000";

    // Where a server has it off, what is stored would be rolled back when the connection goes back to its pool.
    public override string OnOpened => "SET autocommit = 1";

    public override StringComparison NameComparison => StringComparison.Ordinal;

    public override string Quote(string name) => $"`{name.Replace("`", "``", StringComparison.Ordinal)}`";

    public override string Locate(DbConnection connection) =>
        $"\"{connection.Database}\" at \"{connection.DataSource.ToLowerInvariant()}:{Setting(connection, "Port") ?? "3306"}\"";

    // As text, whatever the connection string says about GUIDs.
    public override object Id(Guid id) => id.ToString();
}
