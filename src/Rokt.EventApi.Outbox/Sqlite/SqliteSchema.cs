namespace Rokt.EventApi.Outbox.Sqlite;

/// <summary>The embedded store's table. The first index holds the pending rows in the order in which they are read, with what is counted of them.</summary>
internal static class SqliteSchema
{
    public const int Version = 1;

    public const string Create = """
        CREATE TABLE IF NOT EXISTS outbox (
            id TEXT NOT NULL PRIMARY KEY,
            account TEXT NOT NULL,
            payload BLOB NOT NULL,
            version INTEGER NOT NULL,
            created INTEGER NOT NULL,
            due INTEGER NOT NULL,
            updated INTEGER NOT NULL,
            failures INTEGER NOT NULL DEFAULT 0,
            state INTEGER NOT NULL DEFAULT 0,
            reason TEXT NULL);
        CREATE INDEX IF NOT EXISTS outbox_pending ON outbox (account, due, id, created) WHERE state = 0;
        CREATE INDEX IF NOT EXISTS outbox_dead ON outbox (account, due) WHERE state = 1;
        CREATE TABLE IF NOT EXISTS outbox_lease (
            account TEXT PRIMARY KEY,
            owner TEXT NULL,
            beat INTEGER NOT NULL DEFAULT 0,
            state INTEGER NOT NULL DEFAULT 0,
            paused INTEGER NOT NULL DEFAULT 0);
        PRAGMA user_version = 1;
        """;
}
