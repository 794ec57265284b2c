using Rokt.EventApi.Outbox.Tests.Stores;

namespace Rokt.EventApi.Outbox.FaultTests;

/// <summary>A deploy.</summary>
public sealed class StopTests(PostgresServer postgres, MariaDbServer mariaDb, ITestOutputHelper output)
{
    [Theory]
    [MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task Ten_stops_in_the_middle_of_a_drain_repeat_nothing_and_end_within_the_hosts_time(StoreKind kind)
    {
        int seed = Random.Shared.Next();
        var random = new Random(seed);
        using FaultStore store = await FaultStore.CreateAsync(kind, postgres, mariaDb);
        await using CountingServer server = await CountingServer.StartAsync();
        server.Interfere = async (_, _) =>
        {
            await Task.Delay(5);
            return false;
        };
        TimeSpan longest = TimeSpan.Zero;
        int stored = 0;
        for (int stop = 0; stop < 10; stop++)
        {
            using WorkerProcess worker = WorkerProcess.Start(store.Connection, server.Address);
            await worker.EnqueueAsync(1500);
            int arrived = server.Arrived;
            await worker.UntilAsync(() => server.Arrived > arrived + 50, $"it drains (seed {seed})");
            await Task.Delay(random.Next(100), TestContext.Current.CancellationToken);

            TimeSpan took = await worker.EndAsync();
            longest = took > longest ? took : longest;
            stored += worker.Stored.Count;
        }

        using (WorkerProcess last = WorkerProcess.Start(store.Connection, server.Address))
        {
            await last.UntilAsync(() => store.CountPending() == 0, $"the rest is drained (seed {seed})");
            await last.EndAsync();
        }

        output.WriteLine($"{stored} stored, {server.Arrived} arrived, {server.Duplicates} duplicates; the longest stop took {longest.TotalSeconds:0.00} s (seed {seed}).");
        Assert.Equal((15_000, 15_000, 0), (stored, server.Arrived, server.Duplicates));
        Assert.InRange(longest, TimeSpan.Zero, TimeSpan.FromSeconds(30));
    }
}
