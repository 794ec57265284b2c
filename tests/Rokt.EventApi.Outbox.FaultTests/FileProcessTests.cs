namespace Rokt.EventApi.Outbox.FaultTests;

/// <summary>A file that changes hands: replaced with a backup, or used by an old and a new process at once.</summary>
public sealed class FileProcessTests
{
    private const int Conversions = 100;

    private static readonly Uri Unreachable = new("http://127.0.0.1:9/");

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public async Task A_file_that_is_replaced_is_reported_and_what_the_new_one_holds_and_gets_arrives_once(int secondsUntilUse)
    {
        using FaultStore store = FaultStore.Embedded();
        using FaultStore other = FaultStore.Embedded();
        await using CountingServer server = await CountingServer.StartAsync();
        string backup = $"{other.FilePath}.backup";
        IReadOnlyCollection<string> inBackup = await BackUpAsync(other, backup);
        using WorkerProcess worker = WorkerProcess.Start(store.Connection, server.Address);
        await worker.EnqueueAsync(Conversions);
        await worker.UntilEmptyAsync(store, "all is delivered");

        // Whoever is the first to use it is told: a caller, or the delivery, which looks for more every second.
        File.Move(backup, store.FilePath, overwrite: true);
        await Task.Delay(TimeSpan.FromSeconds(secondsUntilUse), TestContext.Current.CancellationToken);
        await worker.EnqueueAsync(Conversions);
        await worker.UntilAsync(
            () => worker.Log.Concat(worker.Refused).Any(line => line.Contains("was replaced with another", StringComparison.Ordinal)), "it says so", seconds: 30);
        await worker.UntilEmptyAsync(store, "all is delivered");

        // Those that were to be stored together are refused together, and once.
        Assert.InRange(worker.Refused.Count, 0, WorkerProcess.Writers);
        Assert.Equal(2 * Conversions, worker.Stored.Count + worker.Refused.Count);
        server.AssertCounts(store, [.. worker.Stored, .. inBackup]);
    }

    [Fact]
    public async Task A_process_that_starts_while_another_has_the_file_waits_and_nothing_is_refused_or_repeated()
    {
        using FaultStore store = FaultStore.Embedded();
        await using CountingServer server = await CountingServer.StartAsync();
        using WorkerProcess first = WorkerProcess.Start(store.Connection, server.AddressOf("first"), rate: "100");
        await first.PauseAsync();
        await first.EnqueueAsync(10 * Conversions);

        // It delivers only when the second has started, so that it has not delivered all by then.
        using WorkerProcess second = WorkerProcess.Start(store.Connection, server.AddressOf("second"));
        await second.UntilLoggedAsync("started", "the second has started");
        await first.ResumeAsync();
        await first.UntilAsync(() => server.ArrivedFrom("first") > 60, "the first delivers");
        second.Enqueue(Conversions);
        await Task.Delay(TimeSpan.FromSeconds(1), TestContext.Current.CancellationToken);
        Assert.Equal((0, 0, 0), (second.Stored.Count, second.Refused.Count, server.ArrivedFrom("second")));
        await first.EndAsync();
        Assert.InRange(server.ArrivedFrom("first"), 60, (10 * Conversions) - 1);
        await second.UntilAsync(() => second.Done == 1, "the second stores");
        await second.UntilEmptyAsync(store, "all is delivered");

        Assert.Equal((Conversions, 0), (second.Stored.Count, second.Refused.Count));
        server.AssertCounts(store, [.. first.Stored, .. second.Stored]);
    }

    // Of a file that a process uses, and with rows in it that nobody has delivered.
    private static async Task<IReadOnlyCollection<string>> BackUpAsync(FaultStore store, string backup)
    {
        using WorkerProcess worker = WorkerProcess.Start(store.Connection, Unreachable);
        await worker.EnqueueAsync(Conversions);
        store.Scalar($"VACUUM INTO '{backup}'");
        return worker.Stored;
    }
}
