using System.Diagnostics;
using Rokt.EventApi.Sandbox;

namespace Rokt.EventApi.NetFramework.Tests;

/// <summary>The program of .NET Framework 4.7.2, on .NET Framework where there is one, else on Mono.</summary>
internal static class FrameworkProgram
{
    private const string Name = "Rokt.EventApi.NetFramework";

    private static readonly string Program = Path.Combine(
        Path.GetFullPath("../../../..", AppContext.BaseDirectory), Name, "bin", new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name, "net472", $"{Name}.exe");

    private static bool HasMono => Environment.GetEnvironmentVariable("PATH")!.Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, "mono")));

    /// <summary>Runs a scenario against a sandbox, and returns the line that it writes.</summary>
    public static Task<string> RunAsync(string scenario, EventApiSandbox sandbox) => RunAsync(scenario, sandbox.BaseAddress, sandbox.ApiKey, sandbox.ApiSecret);

    public static async Task<string> RunAsync(string scenario, Uri address, string key, string secret)
    {
        Assert.SkipUnless(OperatingSystem.IsWindows() || HasMono, "There is no .NET Framework and no Mono on this machine (Debian: apt-get install mono-runtime and the libraries in .ci/run).");
        string[] arguments = [scenario, address.AbsoluteUri, key, secret];
        using Process process = Process.Start(new ProcessStartInfo(OperatingSystem.IsWindows() ? Program : "mono", OperatingSystem.IsWindows() ? arguments : [Program, .. arguments])
        {
            RedirectStandardOutput = true,
        })!;
        string output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, output);
        return output.Trim();
    }
}
