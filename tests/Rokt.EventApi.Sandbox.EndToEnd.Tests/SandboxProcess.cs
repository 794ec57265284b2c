using System.Diagnostics;
using System.Text;

namespace Rokt.EventApi.Sandbox.EndToEnd.Tests;

/// <summary>The program as a user starts it, in a process of its own, on any free port.</summary>
internal sealed class SandboxProcess : IDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _output = new();

    private SandboxProcess(Process process) => _process = process;

    public int Id => _process.Id;

    public Uri Address { get; private set; } = new("http://unknown");

    public string Output => _output.ToString();

    public static Task<SandboxProcess> StartAsync(CancellationToken cancellationToken, params string[] arguments) =>
        StartAsync([], arguments, cancellationToken);

    public static async Task<SandboxProcess> StartAsync(Dictionary<string, string> environment, string[] arguments, CancellationToken cancellationToken)
    {
        SandboxProcess sandbox = Run(["--port", "0", .. arguments], environment);
        while (await sandbox._process.StandardOutput.ReadLineAsync(cancellationToken) is { } line)
        {
            sandbox._output.AppendLine(line);
            if (line.StartsWith("  Page", StringComparison.Ordinal))
            {
                sandbox.Address = new Uri(line[6..].Trim());
            }

            // The end of the fragment.
            if (line == "  }")
            {
                return sandbox;
            }
        }

        throw new InvalidOperationException($"The sandbox did not start: {sandbox.Output}");
    }

    /// <summary>Runs the program to its end.</summary>
    public static Task<(int ExitCode, string Output, string Error)> RunAsync(CancellationToken cancellationToken, params string[] arguments) =>
        RunAsync([], arguments, cancellationToken);

    public static async Task<(int ExitCode, string Output, string Error)> RunAsync(
        Dictionary<string, string> environment, string[] arguments, CancellationToken cancellationToken)
    {
        using SandboxProcess sandbox = Run(arguments, environment);
        Task<string> output = sandbox._process.StandardOutput.ReadToEndAsync(cancellationToken);
        Task<string> error = sandbox._process.StandardError.ReadToEndAsync(cancellationToken);
        await sandbox._process.WaitForExitAsync(cancellationToken);
        return (sandbox._process.ExitCode, await output, await error);
    }

    /// <summary>Asks it to end, as Ctrl+C or a service manager does, and returns its exit code.</summary>
    public async Task<int> EndAsync(CancellationToken cancellationToken)
    {
        using var kill = Process.Start("kill", ["-TERM", $"{Id}"]);
        await _process.WaitForExitAsync(cancellationToken);
        return _process.ExitCode;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        _process.Dispose();
    }

    /// <summary>Reads the next line that it wrote to its error stream.</summary>
    public async Task<string?> ErrorLineAsync(CancellationToken cancellationToken) => await _process.StandardError.ReadLineAsync(cancellationToken);

    private static SandboxProcess Run(string[] arguments, Dictionary<string, string> environment)
    {
        // tests/{this}/bin/{configuration}/{framework}/ and src/{tool}/bin/{configuration}/{framework}/
        const string Name = "Rokt.EventApi.Cli";
        var output = new DirectoryInfo(AppContext.BaseDirectory);
        string program = Path.GetFullPath($"../../../../../src/{Name}/bin/{output.Parent!.Name}/{output.Name}/{Name}.dll", output.FullName);
        var start = new ProcessStartInfo("dotnet", [program, "sandbox", .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }

        return new SandboxProcess(Process.Start(start)!);
    }
}
