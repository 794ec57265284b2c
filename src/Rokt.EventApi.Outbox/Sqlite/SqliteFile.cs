using Microsoft.Data.Sqlite;

namespace Rokt.EventApi.Outbox.Sqlite;

/// <summary>The file of the embedded store: created when it is first needed, one process a file, its owner alone may read it.</summary>
internal sealed class SqliteFile(string path, long maxBytes) : IDisposable
{
    // Another process may hold SQLite's own lock for a while: a backup, or somebody looking at it.
    private const int BusySeconds = 60;

    private readonly object _lock = new();
    private FileStream? _held;
    private bool _isReady;
    private int _number;

    /// <summary>Which file it is: another one after it was deleted. SQLite would go on writing to the deleted one, and lose it.</summary>
    /// <exception cref="OutboxException">It was deleted.</exception>
    public int Number
    {
        get
        {
            lock (_lock)
            {
                if (_isReady && !File.Exists(path))
                {
                    Forget();
                    _number++;
                    throw new OutboxException($"The outbox file \"{path}\" was deleted, with what it held. The next use creates a new one.");
                }

                return _number;
            }
        }
    }

    /// <summary>Opens a connection; each commit on it is on the disk when it returns.</summary>
    public SqliteConnection Connect()
    {
        lock (_lock)
        {
            _held ??= Lock($"{path}.lock");
            if (!_isReady)
            {
                Create();
                using SqliteConnection connection = Open();
                Prepare(connection);
                _isReady = true;
            }
        }

        return Open();
    }

    public void Dispose()
    {
        lock (_lock)
        {
            Forget();
        }
    }

    private void Forget()
    {
        _held?.Dispose();
        (_held, _isReady) = (null, false);
    }

    private static FileStream Lock(string path)
    {
        try
        {
            return new FileStream(path, OwnerOnly(FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException exception) when (SqliteErrors.IsReadOnly(exception))
        {
            throw new UnauthorizedAccessException(exception.Message, exception);
        }
        catch (IOException exception) when (exception is not (DirectoryNotFoundException or FileNotFoundException) && File.Exists(path))
        {
            throw new OutboxException(
                $"The outbox file belongs to another process: \"{path}\" is locked. Give each process a file of its own, or keep the outbox in a database that they share (AddRoktEventApiOutbox<TContext>).",
                exception);
        }
    }

    private void Create()
    {
        if (!File.Exists(path))
        {
            // The files that SQLite puts beside it get the same mode.
            new FileStream(path, OwnerOnly(FileMode.CreateNew, FileAccess.Write, FileShare.ReadWrite)).Dispose();
        }
    }

    internal static FileStreamOptions OwnerOnly(FileMode mode, FileAccess access, FileShare share)
    {
        var options = new FileStreamOptions { Mode = mode, Access = access, Share = share };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return options;
    }

    private SqliteConnection Open()
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Mode = SqliteOpenMode.ReadWrite,
            Pooling = false,
            DefaultTimeout = BusySeconds,
        }.ConnectionString);
        try
        {
            // None of this writes: on a full disk, what is stored must still be read.
            connection.Open();
            Execute(connection, $"PRAGMA synchronous = FULL; PRAGMA temp_store = MEMORY; PRAGMA secure_delete = FAST; PRAGMA max_page_count = {maxBytes / Scalar(connection, "PRAGMA page_size;")};");
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private static void Prepare(SqliteConnection connection)
    {
        long version = Scalar(connection, "PRAGMA user_version;");
        if (version > SqliteSchema.Version)
        {
            throw new OutboxException("The outbox file was written by a newer version of Rokt.EventApi.Outbox: use that version, or another file.");
        }

        // The first takes effect in a new file only: pages that are free can be given back to the disk.
        Execute(connection, "PRAGMA auto_vacuum = INCREMENTAL; PRAGMA journal_mode = WAL;");
        if (version < SqliteSchema.Version)
        {
            Execute(connection, SqliteSchema.Create);
        }
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private static long Scalar(SqliteConnection connection, string sql)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        return (long)command.ExecuteScalar()!;
    }
}
