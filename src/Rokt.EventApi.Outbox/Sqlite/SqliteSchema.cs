namespace Rokt.EventApi.Outbox.Sqlite;

/// <summary>The embedded store's table. The first index holds the pending rows in the order in which they are read, with what is counted of them.</summary>
internal static class SqliteSchema
{
    public const int Version = 1;

    // The ids begin with the time, so that those of a file that was deleted do not come again.
    public const string Create = """
        CREATE TABLE IF NOT EXISTS outbox (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            account TEXT NOT NULL,
            payload BLOB NOT NULL,
            version INTEGER NOT NULL,
            created INTEGER NOT NULL,
            due INTEGER NOT NULL,
            failures INTEGER NOT NULL DEFAULT 0,
            state INTEGER NOT NULL DEFAULT 0,
            reason TEXT NULL);
        CREATE INDEX IF NOT EXISTS outbox_pending ON outbox (account, due, id, created) WHERE state = 0;
        CREATE INDEX IF NOT EXISTS outbox_dead ON outbox (account, due) WHERE state = 1;
        INSERT INTO sqlite_sequence (name, seq) SELECT 'outbox', CAST(strftime('%s', 'now') AS INTEGER) * 1000 WHERE NOT EXISTS (SELECT 1 FROM sqlite_sequence);
        PRAGMA user_version = 1;
        """;
}
