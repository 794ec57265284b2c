using System.Diagnostics;

namespace Rokt.EventApi.Tests.Samples;

/// <summary>A sample, built with the tests and run as a process of its own.</summary>
internal sealed class SampleProcess : IDisposable
{
    private readonly Process _process;

    private SampleProcess(Process process) => _process = process;

    public int ExitCode => _process.ExitCode;

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

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        _process.Dispose();
    }
}
