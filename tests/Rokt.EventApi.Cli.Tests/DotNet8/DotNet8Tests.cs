using System.Reflection;
using Rokt.EventApi.Cli.Commands;
using Rokt.EventApi.Sandbox;

namespace Rokt.EventApi.Cli.Tests.DotNet8;

/// <summary>The tool on the runtime of .NET 8, the oldest that it supports.</summary>
public sealed class DotNet8Tests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_commands_work_on_DotNet_8()
    {
        Assert.Equal(8, Environment.Version.Major);
        await using EventApiSandbox sandbox = await EventApiSandbox.StartAsync(cancellationToken: Cancellation);
        Environment.SetEnvironmentVariable("Rokt__ApiKey", sandbox.ApiKey);
        Environment.SetEnvironmentVariable("Rokt__ApiSecret", sandbox.ApiSecret);
        Environment.SetEnvironmentVariable("Rokt__BaseAddress", $"http://localhost:{sandbox.BaseAddress.Port}/");
        string folder = Directory.CreateTempSubdirectory("rokt-").FullName;
        string file = Path.Combine(folder, "orders.csv");
        await File.WriteAllTextAsync(file, Orders.Csv(20), Cancellation);
        try
        {
            Assert.Equal(0, await RunAsync("send", file, "--dry-run"));
            Assert.Equal(0, await RunAsync("send", file, "-e", "development", "--journal", $"{file}.journal"));
            Assert.Equal(20, Received.References(sandbox).Distinct().Count());
            Assert.Equal(0, await RunAsync("check"));
            Assert.Equal(21, Received.Accepted(sandbox).Count);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<int> RunAsync(params string[] arguments) =>
        await (Task<int>)typeof(ExitCode).Assembly.GetType("Program")!.GetMethod("Main", BindingFlags.NonPublic | BindingFlags.Static)!.Invoke(null, [arguments])!;
}
