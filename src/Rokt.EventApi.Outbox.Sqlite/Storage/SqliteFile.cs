using Microsoft.Data.Sqlite;

namespace Rokt.EventApi.Outbox.Sqlite.Storage;

/// <summary>
/// The file: created when it is first needed, one process per file. SQLite would continue to write to a file that was deleted or
/// replaced, and lose it; so each use looks whether it still is the one that was opened.
/// </summary>
internal sealed class SqliteFile(string path, OutboxFileOptions options, IReadOnlyList<string> createStatements, TimeProvider clock) : IDisposable
{
    /// <summary>Lets the file grow beyond its limit, on a connection.</summary>
    public const string NoLimit = "PRAGMA max_page_count = 4294967294;";

    private readonly object _lock = new();
    private readonly List<SqliteSession> _sessions = [];
    private readonly FileLock _owner = new($"{path}.lock");
    private FileIdentity? _identity;
    private FileIdentity? _log;
    private int _generation;
    private int _openConnections;

    /// <summary>Gets how long one that needs the file waits while another process has it.</summary>
    public TimeSpan LockTimeout => options.LockTimeout;

    /// <summary>Creates a session on the file.</summary>
    public SqliteSession NewSession()
    {
        var session = new SqliteSession(this, path, clock);
        lock (_lock)
        {
            _sessions.Add(session);
        }

        return session;
    }

    /// <summary>Returns which file it is that is open: another number after it was deleted or replaced.</summary>
    /// <exception cref="OutboxException">It was deleted or replaced, or another process has taken it.</exception>
    public int Check()
    {
        lock (_lock)
        {
            if (_identity is not { } identity)
            {
                return _generation;
            }

            _owner.Take();
            FileIdentity? now = FileIdentity.Read(path);
            if (now == identity)
            {
                _log ??= FileIdentity.Read(LogPath);
                return _generation;
            }

            End();
            throw new OutboxException(now is null
                ? $"The outbox file \"{path}\" was deleted, with what it held. The next use creates a new one."
                : $"The outbox file \"{path}\" was replaced with another, and what it held is lost. The next use continues with the new one. Stop the application before you restore a file.");
        }
    }

    /// <summary>Opens a connection; each commit on it is on the disk when it returns. <see cref="Closed"/> has to follow.</summary>
    public SqliteConnection Connect()
    {
        lock (_lock)
        {
            _owner.Take();
            if (_identity is null)
            {
                Prepare();
            }

            SqliteConnection connection = Open();
            _openConnections++;
            return connection;
        }
    }

    /// <summary>Records that a connection was closed.</summary>
    public void Closed()
    {
        lock (_lock)
        {
            _openConnections--;
        }
    }

    /// <summary>Creates or opens the file, without waiting for other processes.</summary>
    /// <returns>Whether no other process has it: one that has is about to stop, as a rule, and whoever needs the file waits for it.</returns>
    /// <exception cref="OutboxException">It cannot be used.</exception>
    public bool TryPrepare()
    {
        lock (_lock)
        {
            try
            {
                _owner.Take();
                if (_identity is null)
                {
                    Prepare();
                }

                return true;
            }
            catch (FileTakenException)
            {
                return false;
            }
            catch (Exception exception)
            {
                throw SqliteErrors.Explain(exception, path);
            }
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _identity = null;
            _owner.Dispose();
        }
    }

    private string LogPath => $"{path}-wal";

    // SQLite would read the log of the old file into the new one, so no connection may be open when that is opened.
    private void End()
    {
        _generation++;
        _identity = null;
        _sessions.ForEach(session => session.CloseIfIdle());
        if (_log is not null && FileIdentity.Read(LogPath) == _log)
        {
            File.Delete(LogPath);
            File.Delete($"{path}-shm");
        }

        _log = null;
    }

    private void Prepare()
    {
        if (_openConnections > 0)
        {
            throw new OutboxException($"The outbox file \"{path}\" that was deleted or replaced is still being closed: try again.");
        }

        foreach (string file in (string[])[path, LogPath, $"{path}-shm"])
        {
            FileAccessRights.Claim(file);
        }

        if (!File.Exists(path))
        {
            // The files that SQLite puts beside it get the same mode.
            new FileStream(path, FileAccessRights.OwnerOnly(FileMode.CreateNew, FileAccess.Write, FileShare.ReadWrite)).Dispose();
        }

        using (SqliteConnection connection = Open())
        {
            try
            {
                SqliteSchema.Create(connection, createStatements);
            }
            catch (SqliteException exception) when (SqliteErrors.IsFull(exception) && File.Exists($"{path}.reserve"))
            {
                // An upgrade on a full disk: what is stored is to be delivered, which makes room.
                File.Delete($"{path}.reserve");
                SqliteSchema.Create(connection, createStatements);
            }
        }

        _identity = FileIdentity.Read(path);
    }

    private SqliteConnection Open()
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Mode = SqliteOpenMode.ReadWrite,
            Pooling = false,
            DefaultTimeout = (int)Math.Ceiling(options.LockTimeout.TotalSeconds),
        }.ConnectionString);
        try
        {
            // None of this writes: on a full disk, what is stored must still be read. What is deleted is overwritten, for it is personal.
            connection.Open();
            Execute(connection, $"PRAGMA synchronous = FULL; PRAGMA temp_store = MEMORY; PRAGMA secure_delete = ON; PRAGMA max_page_count = {options.MaxBytes / Scalar(connection, "PRAGMA page_size;")};");
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    public static void Execute(SqliteConnection connection, string sql, SqliteTransaction? transaction = null)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    public static long Scalar(SqliteConnection connection, string sql)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        return (long)command.ExecuteScalar()!;
    }
}
