using Microsoft.Data.Sqlite;

namespace Rokt.EventApi.Outbox.Sqlite.Storage;

/// <summary>
/// Space on the disk that is set aside in a file. SQLite needs some to delete rows as well: without it, a full disk would
/// stop the delivery that frees it. While the reserve is used, nothing new is stored.
/// </summary>
/// <param name="file">The outbox's file, beside which it is.</param>
internal sealed class SqliteReserve(string file)
{
    // SQLite's log grows to 4 MB before it is copied into the database, which may have to grow as much.
    public const int Bytes = 8 * 1024 * 1024;

    // As much again stays free, in case it is needed at once.
    private const long Needed = 2L * Bytes;

    private readonly string _path = $"{file}.reserve";
    private bool _isThere;

    private long FreeOnDisk => new DriveInfo(Path.GetDirectoryName(_path)!).AvailableFreeSpace;

    /// <summary>Sets the space aside, if it is not; what is free in the database is given back to the disk for it.</summary>
    /// <exception cref="OutboxException">There is not enough.</exception>
    public void Ensure(SqliteConnection connection)
    {
        if (_isThere)
        {
            return;
        }

        var found = new FileInfo(_path);
        if (found.LinkTarget is not null)
        {
            // Somebody else's file must not be written over.
            found.Delete();
            found.Refresh();
        }

        FileAccessRights.Claim(_path);
        if (found.Exists && found.Length == Bytes)
        {
            _isThere = true;
            return;
        }

        if (FreeOnDisk < Needed)
        {
            Shrink(connection);
        }

        if (FreeOnDisk < Needed)
        {
            var shortage = new IOException("There is not enough space on the disk.");
            throw new OutboxException($"The disk of the outbox file \"{file}\" has less than {Needed / (1024 * 1024)} MiB of free space: free some, or name a file on another disk.", shortage);
        }

        using var reserve = new FileStream(_path, FileAccessRights.OwnerOnly(FileMode.Create, FileAccess.Write, FileShare.None));
        byte[] block = new byte[64 * 1024];

        // Not zeros, which some file systems do not store.
        Random.Shared.NextBytes(block);
        for (int written = 0; written < Bytes; written += block.Length)
        {
            reserve.Write(block);
        }

        reserve.Flush(flushToDisk: true);
        _isThere = true;
    }

    /// <summary>Gives the space free, if there is any.</summary>
    public bool TryRelease()
    {
        _isThere = false;
        try
        {
            bool wasThere = File.Exists(_path);
            File.Delete(_path);
            return wasThere;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    // A little at a time: each page that moves goes through the log, which needs space as well.
    private static void Shrink(SqliteConnection connection)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = "PRAGMA incremental_vacuum(256);";
        using (SqliteDataReader pages = command.ExecuteReader())
        {
            while (pages.Read())
            {
                // One page per step.
            }
        }

        command.CommandText = "PRAGMA wal_checkpoint(TRUNCATE);";
        command.ExecuteNonQuery();
    }
}
