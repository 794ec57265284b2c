using Microsoft.Data.Sqlite;

namespace Rokt.EventApi.Outbox.Sqlite.Storage;

/// <summary>Creates the tables in a new file, and upgrades those of an older one.</summary>
internal static class SqliteSchema
{
    private const int Version = 3;

    // From each version to the next; indexes and further tables are created where they are missing.
    private static readonly string[][] Upgrades =
    [
        [
            "ALTER TABLE rokt_outbox ADD COLUMN error_codes TEXT NULL",
            "ALTER TABLE rokt_outbox ADD COLUMN confirmation_ref TEXT NULL",
            "ALTER TABLE rokt_outbox ADD COLUMN customer_hash TEXT NULL",
            "ALTER TABLE rokt_outbox ADD COLUMN not_before INTEGER NOT NULL DEFAULT 0",
        ],
        ["ALTER TABLE rokt_outbox_lease ADD COLUMN holder TEXT NULL", "ALTER TABLE rokt_outbox_lease ADD COLUMN cause TEXT NULL"],
    ];

    /// <exception cref="OutboxException">A newer version wrote the file.</exception>
    public static void Create(SqliteConnection connection, IReadOnlyList<string> createStatements)
    {
        long version = SqliteFile.Scalar(connection, "PRAGMA user_version;");
        if (version > Version)
        {
            throw new OutboxException("The outbox file was written by a newer version of Rokt.EventApi.Outbox.Sqlite: use that version, or another file.");
        }

        // The first takes effect in a new file only: pages that are free can be given back to the disk.
        SqliteFile.Execute(connection, "PRAGMA auto_vacuum = INCREMENTAL; PRAGMA journal_mode = WAL;");
        if (version < Version)
        {
            // An old file may have reached the limit, which is for what is added. An upgrade that is cut off begins again.
            SqliteFile.Scalar(connection, SqliteFile.NoLimit);
            using SqliteTransaction transaction = connection.BeginTransaction();
            foreach (string text in version == 0 ? [] : Upgrades.Skip((int)version - 1).SelectMany(texts => texts))
            {
                SqliteFile.Execute(connection, text, transaction);
            }

            foreach (string text in createStatements)
            {
                SqliteFile.Execute(connection, text, transaction);
            }

            SqliteFile.Execute(connection, $"PRAGMA user_version = {Version};", transaction);
            transaction.Commit();
        }
    }
}
