using Microsoft.Data.Sqlite;

namespace Rokt.EventApi.Outbox.Sqlite.Storage;

/// <summary>Says what to do about an error of SQLite or of the file system.</summary>
internal static class SqliteErrors
{
    private const int Busy = 5;
    private const int ReadOnly = 8;
    private const int IoError = 10;
    private const int Corrupt = 11;
    private const int Full = 13;
    private const int CannotOpen = 14;
    private const int NotADatabase = 26;
    private const int ReadOnlyFileSystem = 30;

    /// <summary>Whether there is no room, on the disk or below the file's size limit.</summary>
    public static bool IsFull(OutboxException exception) => exception.InnerException switch
    {
        SqliteException inner => IsFull(inner),
        DirectoryNotFoundException or FileNotFoundException or FileTakenException => false,
        Exception inner => inner is IOException,
        null => false,
    };

    /// <inheritdoc cref="IsFull(OutboxException)"/>
    public static bool IsFull(SqliteException exception) => exception.SqliteErrorCode is Full or IoError;

    /// <summary>Whether the file system is read-only (EROFS).</summary>
    public static bool IsReadOnly(IOException exception) => !OperatingSystem.IsWindows() && exception.HResult == ReadOnlyFileSystem;

    public static OutboxException Explain(Exception exception, string path)
    {
        if (exception is OutboxException explained)
        {
            return explained;
        }

        string advice = exception switch
        {
            DirectoryNotFoundException => "its folder does not exist: create it, or name another file.",
            FileTakenException => "another process has it. Give each process a file of its own, or keep the outbox in a database that they share (UseDatabase).",
            SqliteException { SqliteErrorCode: Busy } => "another process holds SQLite's lock on it: end that, or wait.",
            SqliteException { SqliteErrorCode: ReadOnly or CannotOpen } or UnauthorizedAccessException => "it cannot be written: give this process's user write access to the file and to its folder.",
            SqliteException { SqliteErrorCode: Corrupt or NotADatabase } => "it is damaged, or no SQLite file: move it away (and keep it: sqlite3's .recover may save its rows); a new one is created.",
            SqliteException { SqliteErrorCode: Full } => "the disk is full, or the file has reached MaxBytes: free space, or raise the limit.",
            SqliteException { SqliteErrorCode: IoError } or IOException => "reading or writing failed: see whether the disk is full or failing.",
            _ => "see the inner exception.",
        };
        return new OutboxException($"The outbox file \"{path}\" cannot be used: {advice}", exception);
    }
}
