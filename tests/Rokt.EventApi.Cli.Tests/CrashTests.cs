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
        const int Rows = 300;
        const int Rate = 8;

        // Two seconds of the rate, whatever the server takes.
        const int MostInFlight = 2 * Rate;
        await using EventApiSandbox sandbox = await EventApiSandbox.StartAsync(cancellationToken: Cancellation);
        using var tool = new Tool(sandbox);
        tool.Write("orders.csv", Orders.Csv(Rows, number => Orders.Row(number, number % 29 == 0 ? "broken" : null)));
        string[] send = ["send", "orders.csv", "-e", "development", "--rate", $"{Rate}"];
        var kills = new List<(DateTimeOffset Next, IReadOnlyList<string> Recorded)>();
        IReadOnlyList<string>? recordedBefore = null;

        // What was on its way when a run was killed arrives after that, and before the next one has sent anything.
        async Task StartedAsync(ToolRun run)
        {
            await run.WaitForOutputAsync("\n");
            if (recordedBefore is not null)
            {
                kills.Add((TimeProvider.System.GetUtcNow(), recordedBefore));
            }
        }

        // Some wait for their response whenever it is killed.
        sandbox.Arm(SandboxFault.Delay(TimeSpan.FromMilliseconds(400), times: 10 * Rows));
        for (int kill = 1; kill <= Kills; kill++)
        {
            using ToolRun run = tool.Start(send);
            await StartedAsync(run);

            // At another moment each time: between a response and its record, for example.
            await run.WaitForRequestsAsync(sandbox.Requests.Count + 1 + (kill * 3 % 8));
            await run.KillAsync();
            recordedBefore = RecordedAsAccepted(tool.PathOf("orders.csv.development.journal"));
        }

        using ToolRun lastRun = tool.Start("send", "orders.csv", "-e", "development");
        await StartedAsync(lastRun);
        ToolResult last = await lastRun.FinishAsync();
        ToolResult again = await tool.RunAsync(send);
        string[] rejects = await File.ReadAllLinesAsync(tool.PathOf("orders.csv.rejects.csv"), Cancellation);

        Assert.Equal((1, 1), (last.ExitCode, again.ExitCode));
        Assert.Equal(
            Enumerable.Range(1, Rows).Where(number => number % 29 != 0).Select(number => $"A{number:000000}"),
            Received.References(sandbox).Distinct().Order());
        Assert.Equal(
            Enumerable.Range(1, Rows).Where(number => number % 29 == 0).Select(number => $"A{number:000000}"),
            rejects.Skip(1).Select(line => line.Split(',')[0]).Order());

        // Whatever arrived counts, responded to or not: the server may have taken it.
        (DateTimeOffset Time, string Reference)[] arrived = [.. sandbox.Requests.Where(request => request.Body.Length > 0).Select(request => (request.ReceivedAt, Received.Reference(request)))];
        int inFlight = 0;
        DateTimeOffset start = DateTimeOffset.MinValue;
        foreach ((DateTimeOffset next, IReadOnlyList<string> recorded) in kills)
        {
            string[] unrecorded = [.. arrived.Where(request => request.Time > start && request.Time <= next).Select(request => request.Reference).Except(recorded)];
            Assert.InRange(unrecorded.Length, 0, MostInFlight);
            Assert.Empty(arrived.Where(request => request.Time > next).Select(request => request.Reference).Intersect(recorded));
            inFlight += unrecorded.Length;
            start = next;
        }

        Assert.InRange(inFlight, Kills / 2, Kills * MostInFlight);
        Assert.InRange(arrived.Length - arrived.DistinctBy(request => request.Reference).Count(), 1, inFlight);
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
