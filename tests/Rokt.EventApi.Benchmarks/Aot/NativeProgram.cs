using System.Diagnostics;

namespace Rokt.EventApi.Benchmarks.Aot;

/// <summary>A program published as native code, which sends once and prints the status.</summary>
internal sealed class NativeProgram
{
    private readonly string _path;

    private NativeProgram(string path) => _path = path;

    public long Size => new FileInfo(_path).Length;

    public static async Task<NativeProgram> PublishAsync(string project, string root, string artifacts)
    {
        string output = Path.Combine(artifacts, project);
        using Process publish = Process.Start(new ProcessStartInfo("dotnet", ["publish", Path.Combine(root, "tests", project), "-c", "Release", "-o", output, "-v", "quiet", "--nologo"]))!;
        await publish.WaitForExitAsync();
        return publish.ExitCode == 0
            ? new NativeProgram(Path.Combine(output, OperatingSystem.IsWindows() ? $"{project}.exe" : project))
            : throw new InvalidOperationException($"{project} was not published.");
    }

    /// <summary>How long it takes from the start of the process to the line that reports the 202.</summary>
    public async Task<TimeSpan> StartAsync(Uri server)
    {
        long start = Stopwatch.GetTimestamp();
        using Process process = Process.Start(new ProcessStartInfo(_path, server.ToString()) { RedirectStandardOutput = true })!;
        string? line = await process.StandardOutput.ReadLineAsync();
        TimeSpan elapsed = Stopwatch.GetElapsedTime(start);
        await process.WaitForExitAsync();
        return line == "202" ? elapsed : throw new InvalidOperationException($"{_path} printed {line}.");
    }
}
