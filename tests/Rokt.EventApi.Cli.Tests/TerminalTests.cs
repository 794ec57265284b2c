using System.Diagnostics;
using System.Text;
using Rokt.EventApi.Sandbox;

namespace Rokt.EventApi.Cli.Tests;

/// <summary>What a person sees and presses, in a terminal.</summary>
public sealed class TerminalTests : IAsyncLifetime
{
    private const string CtrlC = "\u0003";

    private EventApiSandbox _sandbox = null!;
    private Tool _tool = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _sandbox = await EventApiSandbox.StartAsync(cancellationToken: Cancellation);
        _tool = new Tool(_sandbox);
    }

    public async ValueTask DisposeAsync()
    {
        _tool.Dispose();
        await _sandbox.DisposeAsync();
    }

    [Fact]
    public async Task A_bar_shows_how_far_it_is()
    {
        _tool.Write("orders.csv", Orders.Csv(300));

        using Process process = _tool.StartInTerminal("send", "orders.csv", "-e", "development");
        ToolResult result = await Tool.FinishAsync(process);

        Assert.Equal(0, result.ExitCode);
        Assert.Contains("━", result.Output, StringComparison.Ordinal);
        Assert.Contains("100%", result.Output, StringComparison.Ordinal);
        Assert.Matches(@"[1-9]\d*/s, \d+ accepted, 0 rejected, 0 retried, (a second|\d+ seconds?) left", result.Output);
        Assert.Contains("\u001b[", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task NO_COLOR_is_heeded()
    {
        _tool.Write("orders.csv", Orders.Csv(30));
        _tool.Environment["NO_COLOR"] = "1";

        using Process process = _tool.StartInTerminal("send", "orders.csv", "-e", "development");
        ToolResult result = await Tool.FinishAsync(process);

        Assert.Equal(0, result.ExitCode);
        Assert.DoesNotMatch("\u001b\\[[0-9;]*3[0-9][;m]", result.Output);
    }

    [Fact]
    public async Task Without_a_terminal_progress_is_plain_lines()
    {
        _tool.Write("orders.csv", Orders.Csv(300));

        ToolResult result = await _tool.RunAsync("send", "orders.csv", "-e", "development");

        Assert.Matches(@"\n300 of 300  \d+/s, 300 accepted, 0 rejected, 0 retried\n", result.Output);
        Assert.DoesNotContain("\u001b", result.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("y\n", 0, 3)]
    [InlineData("n\n", 4, 0)]
    [InlineData("\n", 4, 0)]
    [InlineData(CtrlC, 4, 0)]
    public async Task Production_asks_and_names_count_and_account(string keys, int exitCode, int sent)
    {
        _tool.Write("orders.csv", Orders.Csv(3));

        using Process process = _tool.StartInTerminal("send", "orders.csv", "-e", "production");
        string question = await ReadUntilAsync(process, "[y/n]");
        await process.StandardInput.WriteAsync(keys.AsMemory(), Cancellation);
        await process.StandardInput.FlushAsync(Cancellation);
        ToolResult result = await Tool.FinishAsync(process);

        Assert.Contains("Send 3 conversions to production (key sand…, http://127.0.0.1:", question, StringComparison.Ordinal);
        Assert.Equal(exitCode, result.ExitCode);
        Assert.Equal(sent, Received.References(_sandbox).Distinct().Count());
        Assert.Equal(sent > 0, File.Exists(_tool.PathOf("orders.csv.production.journal")));
    }

    [Fact]
    public async Task Ctrl_C_ends_what_is_in_flight_says_what_is_left_and_the_same_command_continues()
    {
        _tool.Write("orders.csv", Orders.Csv(400));

        using Process process = _tool.StartInTerminal("send", "orders.csv", "-e", "development", "--rate", "50");
        await _sandbox.WaitForRequestsAsync(40, Cancellation);
        await process.StandardInput.WriteAsync(CtrlC.AsMemory(), Cancellation);
        await process.StandardInput.FlushAsync(Cancellation);
        ToolResult interrupted = await Tool.FinishAsync(process);
        int before = Received.References(_sandbox).Distinct().Count();
        ToolResult continued = await _tool.RunAsync("send", "orders.csv", "-e", "development");

        Assert.Equal((4, 0), (interrupted.ExitCode, continued.ExitCode));
        Assert.Contains($"Interrupted. {400 - before} rows left: the same command continues.", interrupted.Output, StringComparison.Ordinal);
        Assert.Contains($"orders.csv is continued: {before} conversions accepted before.", continued.Output, StringComparison.Ordinal);
        Assert.Equal(400, Received.References(_sandbox).Distinct().Count());
    }

    [Fact]
    public async Task A_second_Ctrl_C_waits_for_nothing()
    {
        _tool.Write("orders.csv", Orders.Csv(20));
        _sandbox.Arm(SandboxFault.Delay(TimeSpan.FromMinutes(5), times: 20));
        _tool.Environment["Rokt__Retry__AttemptTimeout"] = "00:05:00";

        using Process process = _tool.StartInTerminal("send", "orders.csv", "-e", "development");
        await ReadUntilAsync(process, "accepted");
        await process.StandardInput.WriteAsync((CtrlC + CtrlC).AsMemory(), Cancellation);
        await process.StandardInput.FlushAsync(Cancellation);
        ToolResult result = await Tool.FinishAsync(process);

        Assert.Equal(4, result.ExitCode);
        Assert.Contains("20 rows left", result.Output, StringComparison.Ordinal);
    }

    private static async Task<string> ReadUntilAsync(Process process, string text)
    {
        var output = new StringBuilder();
        char[] buffer = new char[256];
        while (!output.ToString().Contains(text, StringComparison.Ordinal))
        {
            int read = await process.StandardOutput.ReadAsync(buffer, Cancellation);
            Assert.True(read > 0, output.ToString());
            output.Append(buffer, 0, read);
        }

        return output.ToString();
    }
}
