namespace Rokt.EventApi.Outbox.Sqlite.Storage;

/// <summary>Ensures that the owner of the outbox's files alone can read them.</summary>
internal static class FileAccessRights
{
    private const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    public static FileStreamOptions OwnerOnly(FileMode mode, FileAccess access, FileShare share)
    {
        var options = new FileStreamOptions { Mode = mode, Access = access, Share = share };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = Owner;
        }

        return options;
    }

    /// <summary>Takes other users' rights to a file away, where there is one.</summary>
    /// <exception cref="OutboxException">It is a link, or others can read it and that cannot be changed.</exception>
    public static void Claim(string path)
    {
        var file = new FileInfo(path);
        if (file.LinkTarget is not null)
        {
            throw new OutboxException($"The outbox file \"{path}\" is a link: name the file itself, or remove the link.");
        }

        if (OperatingSystem.IsWindows() || !file.Exists || (file.UnixFileMode & ~Owner) == 0)
        {
            return;
        }

        try
        {
            file.UnixFileMode = Owner;
        }
        catch (UnauthorizedAccessException exception)
        {
            throw new OutboxException($"The outbox file \"{path}\" can be read by others, and belongs to another user: give it to this process's user, with access for its owner only (chmod 600).", exception);
        }
    }
}
