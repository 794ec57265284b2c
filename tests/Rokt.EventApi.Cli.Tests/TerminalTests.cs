using System.Diagnostics;
using Rokt.EventApi.Sandbox;

namespace Rokt.EventApi.Cli.Tests;

/// <summary>What a person sees and presses, in a terminal.</summary>
public sealed class TerminalTests : ToolTests
{
    private const string CtrlC = "\u0003";

    [Fact]
    public async Task A_bar_shows_how_far_it_is()
    {
        Tool.Write("orders.csv", Orders.Csv(300));

        using ToolRun run = Tool.StartInTerminal("send", "orders.csv", "-e", "development");
        ToolResult result = await run.FinishAsync();

        Assert.Equal(0, result.ExitCode);
        Assert.Contains("━", result.Output, StringComparison.Ordinal);
        Assert.Contains("100%", result.Output, StringComparison.Ordinal);
        Assert.Matches(@"[1-9]\d*/s, \d+ accepted, 0 rejected, 0 retried, (a second|\d+ seconds?) left", result.Output);
        Assert.Contains("\u001b[", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task NO_COLOR_is_heeded()
    {
        Tool.Write("orders.csv", Orders.Csv(30));
        Tool.Environment["NO_COLOR"] = "1";

        using ToolRun run = Tool.StartInTerminal("send", "orders.csv", "-e", "development");
        ToolResult result = await run.FinishAsync();

        Assert.Equal(0, result.ExitCode);
        Assert.DoesNotMatch("\u001b\\[[0-9;]*3[0-9][;m]", result.Output);
    }

    [Fact]
    public async Task Without_a_terminal_progress_is_plain_lines()
    {
        Tool.Write("orders.csv", Orders.Csv(300));

        ToolResult result = await Tool.RunAsync("send", "orders.csv", "-e", "development");

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
        Tool.Write("orders.csv", Orders.Csv(3));

        using ToolRun run = Tool.StartInTerminal("send", "orders.csv", "-e", "production");
        string question = await run.WaitForOutputAsync("[y/n]");
        await run.PressAsync(keys);
        ToolResult result = await run.FinishAsync();

        Assert.Contains("Send 3 conversions to production (key sand…, http://127.0.0.1:", question, StringComparison.Ordinal);
        Assert.Equal(exitCode, result.ExitCode);
        Assert.Equal(sent, Received.References(Sandbox).Distinct().Count());
        Assert.Equal(sent > 0, File.Exists(Tool.PathOf("orders.csv.production.journal")));
    }

    [Fact]
    public async Task Ctrl_C_ends_what_is_in_flight_says_what_is_left_and_the_same_command_continues()
    {
        Tool.Write("orders.csv", Orders.Csv(400));

        using ToolRun run = Tool.StartInTerminal("send", "orders.csv", "-e", "development", "--rate", "50");
        await run.WaitForRequestsAsync(40);
        await run.PressAsync(CtrlC);
        ToolResult interrupted = await run.FinishAsync();
        int before = Received.References(Sandbox).Distinct().Count();
        ToolResult continued = await Tool.RunAsync("send", "orders.csv", "-e", "development");

        Assert.Equal((4, 0), (interrupted.ExitCode, continued.ExitCode));
        Assert.Contains($"Interrupted. {400 - before} rows left: the same command continues.", interrupted.Output, StringComparison.Ordinal);
        Assert.Contains($"orders.csv is continued: {before} conversions accepted before.", continued.Output, StringComparison.Ordinal);
        Assert.Equal(400, Received.References(Sandbox).Distinct().Count());
    }

    [Fact]
    public async Task A_second_Ctrl_C_waits_for_nothing()
    {
        Tool.Write("orders.csv", Orders.Csv(20));
        Sandbox.Arm(SandboxFault.Delay(TimeSpan.FromMinutes(5), times: 20));
        Tool.Environment["Rokt__Retry__AttemptTimeout"] = "00:05:00";

        using ToolRun run = Tool.StartInTerminal("send", "orders.csv", "-e", "development");
        await run.WaitForOutputAsync("accepted");

        // The terminal shows what is pressed; a signal that comes before the tool has the one before it is lost.
        await run.PressAsync(CtrlC);
        await run.WaitForOutputAsync("^C");
        await run.WaitUntilAsync(() => !HasPendingSignals(File.ReadAllText($"/proc/{run.Id}/task/{run.Id}/children").Trim()));
        var stopwatch = Stopwatch.StartNew();
        await run.PressAsync(CtrlC);
        ToolResult result = await run.FinishAsync();

        // Sooner than after the first one alone.
        Assert.InRange(stopwatch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(10));
        Assert.Equal(4, result.ExitCode);
        Assert.Contains("20 rows left", result.Output, StringComparison.Ordinal);
    }

    private static bool HasPendingSignals(string processId) =>
        !File.ReadLines($"/proc/{processId}/status").Single(line => line.StartsWith("ShdPnd:", StringComparison.Ordinal)).EndsWith(new string('0', 16), StringComparison.Ordinal);
}
