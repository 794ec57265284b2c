using System.Diagnostics;
using Rokt.EventApi.Sandbox;

namespace Rokt.EventApi.Cli.Tests;

/// <summary>The tool is killed, and its disk is full.</summary>
public sealed class CrashTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Killed_at_20_moments_it_loses_nothing_and_repeats_only_what_was_in_flight()
    {
        const int Kills = 20;
        const int RowsBetween = 30;
        const int InFlight = 16;
        const int Rows = (Kills + 1) * RowsBetween;
        await using EventApiSandbox sandbox = await EventApiSandbox.StartAsync(cancellationToken: Cancellation);
        using var tool = new Tool(sandbox);
        tool.Write("orders.csv", Orders.Csv(Rows, number => Orders.Row(number, number % 29 == 0 ? "broken" : null)));
        string[] send = ["send", "orders.csv", "-e", "development", "--rate", "200"];
        var kills = new List<(int Requests, IReadOnlyList<string> Recorded)>();

        for (int kill = 1; kill <= Kills; kill++)
        {
            using Process process = tool.Start(send);

            // At another moment of the cycle each time: between a response and its record, for example.
            await sandbox.WaitForRequestsAsync(sandbox.Requests.Count + 1 + (kill * 7 % RowsBetween), Cancellation);
            process.Kill();
            await process.WaitForExitAsync(Cancellation);
            kills.Add((Received.References(sandbox).Count, RecordedAsAccepted(tool.PathOf("orders.csv.development.journal"))));
        }

        ToolResult last = await tool.RunAsync(send);
        ToolResult again = await tool.RunAsync(send);
        string[] rejects = await File.ReadAllLinesAsync(tool.PathOf("orders.csv.rejects.csv"), Cancellation);

        IReadOnlyList<string> accepted = Received.References(sandbox);
        Assert.Equal((1, 1), (last.ExitCode, again.ExitCode));
        Assert.Equal(
            Enumerable.Range(1, Rows).Where(number => number % 29 != 0).Select(number => $"A{number:000000}"),
            accepted.Distinct().Order());
        Assert.All(kills, kill => Assert.Empty(accepted.Skip(kill.Requests).Intersect(kill.Recorded)));
        Assert.InRange(accepted.Count - accepted.Distinct().Count(), 0, Kills * InFlight);
        Assert.Equal(
            Enumerable.Range(1, Rows).Where(number => number % 29 == 0).Select(number => $"A{number:000000}"),
            rejects.Skip(1).Select(line => line.Split(',')[0]).Order());
    }

    [Fact]
    public async Task On_a_full_disk_nothing_is_sent()
    {
        await using EventApiSandbox sandbox = await EventApiSandbox.StartAsync(cancellationToken: Cancellation);
        using var tool = new Tool(sandbox);
        using var disk = new SmallDisk(tool.PathOf("disk"), kilobytes: 64);
        tool.Write("orders.csv", Orders.Csv(200));
        disk.Fill();

        ToolResult result = await tool.RunAsync("send", "orders.csv", "-e", "development", "--journal", "disk/journal");

        Assert.Equal(3, result.ExitCode);
        Assert.Contains("cannot be written, so nothing was sent", result.Error, StringComparison.Ordinal);
        Assert.Empty(sandbox.Requests);
        Assert.False(File.Exists(tool.PathOf("disk/journal")));
    }

    [Fact]
    public async Task A_disk_that_fills_while_rejects_are_written_ends_the_run_and_records_nothing_that_is_not_on_it()
    {
        await using EventApiSandbox sandbox = await EventApiSandbox.StartAsync(cancellationToken: Cancellation);
        using var tool = new Tool(sandbox);
        using var disk = new SmallDisk(tool.PathOf("disk"), kilobytes: 64);
        tool.Write("orders.csv", Orders.Csv(200, number => Orders.Row(number, number > 100 ? "broken" : null)));
        string[] send = ["send", "orders.csv", "-e", "development", "--max-invalid", "100", "--rejects", "disk/rejects.csv"];
        disk.Fill(spare: 4);

        ToolResult full = await tool.RunAsync(send);
        disk.Empty();
        ToolResult continued = await tool.RunAsync(send);

        Assert.Equal((3, 1), (full.ExitCode, continued.ExitCode));
        Assert.Contains("The disk failed", full.Output, StringComparison.Ordinal);
        Assert.Equal(100, Received.References(sandbox).Distinct().Count());
        Assert.Equal(101, (await File.ReadAllLinesAsync(tool.PathOf("disk/rejects.csv"), Cancellation)).Length);
    }

    // The journal: a line about the file, and a character per row.
    private static string[] RecordedAsAccepted(string journal)
    {
        string states = File.ReadAllLines(journal)[1];
        return [.. Enumerable.Range(1, states.Length).Where(row => states[row - 1] == 'A').Select(row => $"A{row:000000}")];
    }
}
