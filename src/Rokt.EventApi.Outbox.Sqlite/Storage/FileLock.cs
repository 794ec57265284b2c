namespace Rokt.EventApi.Outbox.Sqlite.Storage;

/// <summary>Holds a file locked, so that one process at a time uses the outbox's file. One that was deleted under it is made again.</summary>
internal sealed class FileLock(string path) : IDisposable
{
    private FileStream? _held;
    private FileIdentity? _identity;

    /// <summary>Takes the lock, unless this process has it.</summary>
    /// <exception cref="FileTakenException">Another process has it.</exception>
    public void Take()
    {
        if (_held is not null && FileIdentity.Read(path) == _identity)
        {
            return;
        }

        Dispose();
        FileAccessRights.Claim(path);
        try
        {
            _held = new FileStream(path, FileAccessRights.OwnerOnly(FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException exception) when (SqliteErrors.IsReadOnly(exception))
        {
            throw new UnauthorizedAccessException(exception.Message, exception);
        }
        catch (IOException exception) when (exception is not (DirectoryNotFoundException or FileNotFoundException) && File.Exists(path))
        {
            throw new FileTakenException(path, exception);
        }

        _identity = FileIdentity.Read(path);
    }

    public void Dispose()
    {
        _held?.Dispose();
        _held = null;
    }
}
