using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Rokt.EventApi.Sandbox;

namespace Rokt.EventApi.Cli.Tests;

/// <summary>The built tool, in a folder of its own, with the account of a sandbox.</summary>
internal sealed class Tool : IDisposable
{
    private readonly EventApiSandbox? _sandbox;

    public Tool(EventApiSandbox? sandbox = null) => _sandbox = sandbox;

    public string Folder { get; } = Directory.CreateTempSubdirectory("rokt-").FullName;

    /// <summary>Further environment variables; null removes one.</summary>
    public Dictionary<string, string?> Environment { get; } = [];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    // A native one where ROKT_NATIVE names it; else tests/{this}/bin/{configuration}/{framework}/ and
    // src/{tool}/bin/{configuration}/{framework}/.
    private static string[] Program
    {
        get
        {
            // A shell that starts the tests in the background has them ignore Ctrl+C, and so whatever they start.
            string[] heeding = ["env", "--default-signal=INT"];
            if (System.Environment.GetEnvironmentVariable("ROKT_NATIVE") is { Length: > 0 } native)
            {
                return [.. heeding, native];
            }

            var output = new DirectoryInfo(AppContext.BaseDirectory);
            return [.. heeding, "dotnet", Path.GetFullPath($"../../../../../src/Rokt.EventApi.Cli/bin/{output.Parent!.Name}/{output.Name}/Rokt.EventApi.Cli.dll", output.FullName)];
        }
    }

    public string PathOf(string name) => Path.Combine(Folder, name);

    public void Write(string name, string text) => File.WriteAllText(PathOf(name), text);

    public ToolRun Start(params string[] arguments)
    {
        return Start(new ProcessStartInfo(Program[0], [.. Program[1..], .. arguments]));
    }

    /// <summary>Starts the tool in a terminal of its own.</summary>
    public ToolRun StartInTerminal(params string[] arguments)
    {
        string command = string.Join(' ', ["stty", "cols", "150", "rows", "40", ";", "exec", .. Program, .. arguments]);
        var start = new ProcessStartInfo("script", ["-qefc", command, "/dev/null"]);
        start.Environment["TERM"] = "xterm-256color";
        start.Environment["LANG"] = "C.UTF-8";
        return Start(start);
    }

    public async Task<ToolResult> RunAsync(params string[] arguments)
    {
        using ToolRun run = Start(arguments);
        run.Input.Close();
        return await run.FinishAsync();
    }

    public async Task<ToolResult> RunWithInputAsync(byte[] input, params string[] arguments)
    {
        using ToolRun run = Start(arguments);
        await run.Input.BaseStream.WriteAsync(input, Cancellation);
        run.Input.Close();
        return await run.FinishAsync();
    }

    /// <summary>Runs it with <c>--json</c> and returns the result.</summary>
    public async Task<(ToolResult Result, JsonElement Report)> RunJsonAsync(params string[] arguments)
    {
        ToolResult result = await RunAsync([.. arguments, "--json"]);
        Assert.True(result.Output.Length > 0, result.Error);
        return (result, JsonDocument.Parse(result.Output).RootElement);
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    private ToolRun Start(ProcessStartInfo start)
    {
        start.WorkingDirectory = Folder;
        start.RedirectStandardInput = start.RedirectStandardOutput = start.RedirectStandardError = true;
        start.StandardOutputEncoding = start.StandardErrorEncoding = new UTF8Encoding(false);
        start.Environment["XDG_CONFIG_HOME"] = Folder;
        foreach (string name in new[] { "ApiKey", "ApiSecret", "Pod", "BaseAddress" })
        {
            start.Environment.Remove($"Rokt__{name}");
        }

        if (_sandbox is not null)
        {
            start.Environment["Rokt__ApiKey"] = _sandbox.ApiKey;
            start.Environment["Rokt__ApiSecret"] = _sandbox.ApiSecret;
            start.Environment["Rokt__BaseAddress"] = _sandbox.BaseAddress.AbsoluteUri;
        }

        foreach ((string name, string? value) in Environment)
        {
            start.Environment[name] = value;
        }

        return new ToolRun(Process.Start(start)!, _sandbox);
    }
}
