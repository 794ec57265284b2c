using Microsoft.Data.Sqlite;

namespace Rokt.EventApi.Outbox.Sqlite;

/// <summary>The file of the embedded store: one process a file, its owner alone may read it.</summary>
internal sealed class SqliteFile : IDisposable
{
    // Another process may hold SQLite's own lock for a while: a backup, or somebody looking at it.
    private const int BusySeconds = 60;

    private readonly string _path;
    private readonly long _maxBytes;
    private readonly FileStream _lock;

    private SqliteFile(string path, long maxBytes, FileStream @lock)
    {
        _path = path;
        _maxBytes = maxBytes;
        _lock = @lock;
    }

    /// <summary>Whether the file is still there; SQLite would go on writing to one that was deleted, and lose it.</summary>
    public bool Exists => File.Exists(_path);

    /// <summary>Creates the file if it is not there, and takes it for this process.</summary>
    public static SqliteFile Open(string path, long maxBytes)
    {
        FileStream? held = null;
        try
        {
            held = Lock($"{path}.lock");
            Create(path);
            var file = new SqliteFile(path, maxBytes, held);
            using SqliteConnection connection = file.Connect();
            Execute(connection, "PRAGMA journal_mode = WAL;");
            CheckVersion(connection);
            Execute(connection, SqliteSchema.Create);
            return file;
        }
        catch
        {
            held?.Dispose();
            throw;
        }
    }

    /// <summary>Opens a connection; each commit on it is on the disk when it returns.</summary>
    public SqliteConnection Connect()
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = _path,
            Mode = SqliteOpenMode.ReadWrite,
            Pooling = false,
            DefaultTimeout = BusySeconds,
        }.ConnectionString);
        try
        {
            connection.Open();
            Execute(connection, $"PRAGMA synchronous = FULL; PRAGMA temp_store = MEMORY; PRAGMA max_page_count = {_maxBytes / Scalar(connection, "PRAGMA page_size;")};");
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    public void Dispose() => _lock.Dispose();

    private static void Execute(SqliteConnection connection, string sql)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private static FileStream Lock(string path)
    {
        try
        {
            return new FileStream(path, OwnerOnly(FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException exception) when (exception is not (DirectoryNotFoundException or FileNotFoundException) && File.Exists(path))
        {
            throw new OutboxException(
                $"The outbox file belongs to another process: \"{path}\" is locked. Give each process a file of its own, or keep the outbox in a database that they share (AddRoktEventApiOutbox<TContext>).",
                exception);
        }
    }

    private static void Create(string path)
    {
        if (!File.Exists(path))
        {
            // The files that SQLite puts beside it get the same mode.
            new FileStream(path, OwnerOnly(FileMode.CreateNew, FileAccess.Write, FileShare.ReadWrite)).Dispose();
        }
    }

    private static FileStreamOptions OwnerOnly(FileMode mode, FileAccess access, FileShare share)
    {
        var options = new FileStreamOptions { Mode = mode, Access = access, Share = share };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return options;
    }

    private static void CheckVersion(SqliteConnection connection)
    {
        if (Scalar(connection, "PRAGMA user_version;") > SqliteSchema.Version)
        {
            throw new OutboxException("The outbox file was written by a newer version of Rokt.EventApi.Outbox: use that version, or another file.");
        }
    }

    private static long Scalar(SqliteConnection connection, string sql)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        return (long)command.ExecuteScalar()!;
    }
}
