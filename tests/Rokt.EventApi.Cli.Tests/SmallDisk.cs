using System.Diagnostics;

namespace Rokt.EventApi.Cli.Tests;

/// <summary>A file system of a few kilobytes, mounted on a folder.</summary>
internal sealed class SmallDisk : IDisposable
{
    private readonly string _path;
    private readonly int _kilobytes;

    public SmallDisk(string path, int kilobytes)
    {
        _path = path;
        _kilobytes = kilobytes;
        Directory.CreateDirectory(path);
        Assert.SkipUnless(Run("mount", "-t", "tmpfs", "-o", $"size={kilobytes}k", "tmpfs", path) == 0, "A small disk cannot be mounted here: that takes root.");
    }

    /// <summary>Fills it but for a few kilobytes.</summary>
    public void Fill(int spare = 0) => File.WriteAllBytes(Filler, new byte[(_kilobytes - spare) * 1024]);

    public void Empty() => File.Delete(Filler);

    // Whoever has a file open on it keeps it no longer, such as a program that another test is about to start.
    public void Dispose() => Run("umount", "--lazy", _path);

    private string Filler => Path.Combine(_path, "filler");

    private static int Run(string program, params string[] arguments)
    {
        using Process process = Process.Start(program, arguments);
        process.WaitForExit();
        return process.ExitCode;
    }
}
