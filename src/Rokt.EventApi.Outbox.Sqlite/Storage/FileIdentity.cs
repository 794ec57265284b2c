using System.Runtime.InteropServices;

namespace Rokt.EventApi.Outbox.Sqlite.Storage;

/// <summary>
/// Which file a path leads to: another one after the path was given to another file. Linux shows which; elsewhere only whether there
/// is one (Windows lets nobody replace a file that SQLite has open).
/// </summary>
internal readonly partial record struct FileIdentity(ulong Number, ulong Device, long BornAt)
{
    private const int CurrentFolder = -100;
    private const int DoNotFollow = 0x100;
    private const uint NumberAndBirth = 0x100 | 0x800;

    /// <summary>Returns null where there is no file.</summary>
    public static FileIdentity? Read(string path)
    {
        if (!OperatingSystem.IsLinux())
        {
            return File.Exists(path) ? default(FileIdentity) : null;
        }

        try
        {
            // The kernel's struct statx, the same on every processor.
            Span<byte> status = stackalloc byte[256];
            return Statx(CurrentFolder, path, DoNotFollow, NumberAndBirth, ref MemoryMarshal.GetReference(status)) == 0
                ? new FileIdentity(
                    MemoryMarshal.Read<ulong>(status[32..]),
                    MemoryMarshal.Read<ulong>(status[136..]),
                    (MemoryMarshal.Read<long>(status[80..]) * 1_000_000_000) + MemoryMarshal.Read<uint>(status[88..]))
                : null;
        }
        catch (EntryPointNotFoundException)
        {
            return File.Exists(path) ? default(FileIdentity) : null;
        }
    }

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial int Statx(int folder, string path, int flags, uint mask, ref byte status);
}
