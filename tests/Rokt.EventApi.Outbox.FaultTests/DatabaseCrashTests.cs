using System.Diagnostics;
using Rokt.EventApi.Outbox.Tests.Stores;

namespace Rokt.EventApi.Outbox.FaultTests;

/// <summary>A PostgreSQL that crashes; one of its own, since the other tests use theirs.</summary>
public sealed class DatabaseCrashTests(ITestOutputHelper output)
{
    [Fact]
    public async Task A_database_that_is_stopped_at_once_five_times_loses_nothing_and_delivery_heals_within_10_seconds()
    {
        await using var postgres = new PostgresServer();
        await postgres.InitializeAsync();
        using FaultStore store = await FaultStore.CreateAsync(StoreKind.EfPostgres, postgres);
        await using CountingServer server = await CountingServer.StartAsync();
        server.Interfere = async (_, _) =>
        {
            // So that there is always something to deliver.
            await Task.Delay(20);
            return false;
        };
        using WorkerProcess worker = WorkerProcess.Start(store.Connection, server.Address);
        TimeSpan longest = TimeSpan.Zero;
        for (int crash = 0; crash < 5; crash++)
        {
            int before = server.Arrived;
            worker.Enqueue(2000);
            await worker.UntilAsync(() => server.Arrived > before + 100, "it stores and delivers");
            await postgres.StopImmediatelyAsync();
            int refused = worker.Refused.Count;

            // The first may all be stored by now.
            worker.Enqueue(50);
            await worker.UntilAsync(() => worker.Refused.Count > refused, "the caller is told");
            await postgres.StartAsync();
            var stopwatch = Stopwatch.StartNew();
            (int stored, int arrived) = (worker.Stored.Count, server.Arrived);
            worker.Enqueue(200);
            await worker.UntilAsync(() => worker.Stored.Count > stored + 20 && server.Arrived > arrived + 20, "it heals");
            longest = stopwatch.Elapsed > longest ? stopwatch.Elapsed : longest;
            await worker.UntilAsync(() => worker.Enqueued == 3 * (crash + 1), "all are stored or refused");
        }

        // No more is stored; what is there, all arrives.
        await worker.KillAsync();
        server.Interfere = null;
        using WorkerProcess last = WorkerProcess.Start(store.Connection, server.Address);
        await last.UntilAsync(() => store.CountPending() == 0, "the rest is drained", seconds: 120);

        output.WriteLine($"{worker.Stored.Count} acknowledged, {worker.Refused.Count} refused, {server.Arrived} arrived, {server.Duplicates} duplicates; healed within {longest.TotalSeconds:0.0} s.");
        Assert.All(worker.Stored, reference => Assert.True(server.Has(reference)));
        Assert.True(server.AllRepeatsAreEqual);
        Assert.All(worker.Refused, line => Assert.Contains("cannot be used: see the inner exception", line, StringComparison.Ordinal));
        Assert.InRange(longest, TimeSpan.Zero, TimeSpan.FromSeconds(10));
        Assert.Equal(0, store.CountDead());
    }
}
