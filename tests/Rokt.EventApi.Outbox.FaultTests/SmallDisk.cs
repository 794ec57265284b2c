using System.Diagnostics;

namespace Rokt.EventApi.Outbox.FaultTests;

/// <summary>A file system of a few megabytes in memory, which can be full, or be made read-only.</summary>
internal sealed class SmallDisk : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("disk-");

    /// <summary>Mounts it, or skips the test where that is not allowed.</summary>
    public SmallDisk(int megabytes)
    {
        Assert.SkipUnless(
            OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess,
            "A file system can be mounted on Linux and by root only: run this test there, for a full and a read-only disk.");
        Run("mount", "-t", "tmpfs", "-o", $"size={megabytes}m", "tmpfs", Path);
    }

    public string Path => _folder.FullName;

    public void SetReadOnly(bool isReadOnly) => Run("mount", "-o", isReadOnly ? "remount,ro" : "remount,rw", Path);

    public void Grow(int megabytes) => Run("mount", "-o", $"remount,size={megabytes}m", Path);

    public void Dispose()
    {
        Run("umount", Path);
        _folder.Delete();
    }

    private static void Run(string program, params string[] arguments)
    {
        using Process process = Process.Start(program, arguments);
        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{program} ended with {process.ExitCode}.");
        }
    }
}
