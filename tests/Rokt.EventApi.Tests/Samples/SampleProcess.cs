using System.Diagnostics;

namespace Rokt.EventApi.Tests.Samples;

/// <summary>A sample, built with the tests and run as a process of its own.</summary>
internal sealed class SampleProcess : IDisposable
{
    private readonly Process _process;
    private Task<string> _rest = Task.FromResult("");

    private SampleProcess(Process process) => _process = process;

    public int ExitCode => _process.ExitCode;

    public bool IsRunning { get; private set; } = true;

    /// <summary>The folder of a sample: this program runs in tests/{project}/bin/{configuration}/{framework}/.</summary>
    public static string Folder(string name) => Path.GetFullPath($"../../../../../samples/{name}", AppContext.BaseDirectory);

    public static SampleProcess Start(string name, params string[] arguments)
    {
        var output = new DirectoryInfo(AppContext.BaseDirectory);
        string program = Path.Combine(Folder(name), "bin", output.Parent!.Name, output.Name, $"{name}.dll");
        var start = new ProcessStartInfo("dotnet", [program, .. arguments])
        {
            WorkingDirectory = Folder(name),
            RedirectStandardOutput = true,
            Environment = { ["ASPNETCORE_ENVIRONMENT"] = "Production" },
        };
        return new SampleProcess(Process.Start(start)!);
    }

    /// <summary>Reads what is written until a line contains a text, and returns that line.</summary>
    public async Task<string> ReadUntilAsync(string text, CancellationToken cancellationToken)
    {
        while (await _process.StandardOutput.ReadLineAsync(cancellationToken) is { } line)
        {
            if (line.Contains(text, StringComparison.Ordinal))
            {
                return line;
            }
        }

        throw new InvalidOperationException($"The sample ended without writing \"{text}\".");
    }

    public async Task<string> ReadToEndAsync(CancellationToken cancellationToken)
    {
        string text = await _process.StandardOutput.ReadToEndAsync(cancellationToken);
        await _process.WaitForExitAsync(cancellationToken);
        return text;
    }

    /// <summary>Continues to read what is written, so that the process never waits for a reader.</summary>
    public void Drain() => _rest = _process.StandardOutput.ReadToEndAsync();

    /// <summary>Returns what was written since <see cref="Drain"/>, when the process has ended.</summary>
    public Task<string> DrainedAsync() => _rest;

    /// <summary>Asks it to end, as a service manager does, and returns its exit code.</summary>
    public async Task<int> EndAsync(CancellationToken cancellationToken)
    {
        using var kill = Process.Start("kill", ["-TERM", $"{_process.Id}"]);
        await _process.WaitForExitAsync(cancellationToken);
        IsRunning = false;
        return _process.ExitCode;
    }

    public void Dispose()
    {
        if (IsRunning && !_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            _process.WaitForExit();
        }

        IsRunning = false;
    }
}
