using System.Diagnostics;
using Rokt.EventApi.Outbox.Tests.Stores;

namespace Rokt.EventApi.Outbox.FaultTests;

/// <summary>A database server that crashes; one of its own, since the other tests use theirs.</summary>
public sealed class DatabaseCrashTests(ITestOutputHelper output)
{
    private const int Crashes = 5;
    private const int InFlight = 6;

    [Theory]
    [InlineData(StoreKind.EfPostgres)]
    [InlineData(StoreKind.Postgres)]
    [InlineData(StoreKind.MariaDb)]
    public async Task A_database_that_crashes_five_times_loses_nothing_and_delivery_heals_within_10_seconds(StoreKind kind)
    {
        await using var postgres = new PostgresServer();
        await using var mariaDb = new MariaDbServer();
        await (kind == StoreKind.MariaDb ? ValueTask.CompletedTask : postgres.InitializeAsync());
        (Func<Task> crashAsync, Func<Task> restartAsync) = kind == StoreKind.MariaDb
            ? ((Func<Task>)mariaDb.StopImmediatelyAsync, (Func<Task>)mariaDb.StartAsync)
            : (postgres.StopImmediatelyAsync, postgres.StartAsync);
        using FaultStore store = await FaultStore.CreateAsync(kind, postgres, mariaDb);
        await using CountingServer server = await CountingServer.StartAsync();

        // There is always something to deliver, and something in flight.
        server.BeforeResponse = () => Task.Delay(20);
        using WorkerProcess worker = WorkerProcess.Start(store.Connection, server.Address, rate: "270", maxConcurrency: InFlight);
        TimeSpan longest = TimeSpan.Zero;
        for (int crash = 0; crash < Crashes; crash++)
        {
            int before = server.Arrived;
            worker.Enqueue(2000);
            await worker.UntilAsync(() => server.Arrived > before + 100, "it stores and delivers");
            await crashAsync();
            int refused = worker.Refused.Count;

            // The first may all be stored by now.
            worker.Enqueue(50);
            await worker.UntilAsync(() => worker.Refused.Count > refused, "the caller is told");
            await restartAsync();
            var stopwatch = Stopwatch.StartNew();
            (int stored, int arrived) = (worker.Stored.Count, server.Arrived);
            worker.Enqueue(200);
            await worker.UntilAsync(() => worker.Stored.Count > stored + 20 && server.Arrived > arrived + 20, "it heals");
            longest = stopwatch.Elapsed > longest ? stopwatch.Elapsed : longest;
            await worker.UntilAsync(() => worker.Done == 3 * (crash + 1), "all are stored or refused");
        }

        // No more is stored; what is there, all arrives.
        await worker.EndAsync();
        server.BeforeResponse = null;
        await LocalApplication.DrainAsync(store, server.Address);

        output.WriteLine($"{worker.Refused.Count} refused; healed within {longest.TotalSeconds:0.0} s.");
        server.AssertCounts(store, worker.Stored, mostRepeated: Crashes * InFlight, mostUnacknowledged: Crashes * WorkerProcess.Writers);
        Assert.All(worker.Refused, line => Assert.Contains("cannot be used: see the inner exception", line, StringComparison.Ordinal));
        Assert.InRange(longest, TimeSpan.Zero, TimeSpan.FromSeconds(10));
    }
}
