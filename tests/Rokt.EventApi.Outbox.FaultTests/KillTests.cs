using Rokt.EventApi.Outbox.Tests.Stores;

namespace Rokt.EventApi.Outbox.FaultTests;

/// <summary>Processes that die, on every store: what was acknowledged arrives.</summary>
public sealed class KillTests(PostgresServer postgres, MariaDbServer mariaDb, ITestOutputHelper output)
{
    // Whoever takes over waits until the killed process's lease has run out; four stores wait for it at once.
    [Theory]
    [MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task Twenty_kills_in_the_middle_of_a_drain_lose_nothing_and_repeat_what_was_in_flight(StoreKind kind)
    {
        int seed = Random.Shared.Next();
        output.WriteLine($"Seed {seed}.");
        await Task.WhenAll(Enumerable.Range(0, 4).Select(number => KillFiveTimesAsync(kind, seed + number)));
    }

    [Theory]
    [MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task Ten_kills_of_the_writer_lose_nothing_that_was_acknowledged(StoreKind kind)
    {
        int seed = Random.Shared.Next();
        output.WriteLine($"Seed {seed}.");
        var random = new Random(seed);
        using FaultStore store = await FaultStore.CreateAsync(kind, postgres, mariaDb);

        // Nothing listens there.
        var nowhere = new Uri("http://127.0.0.1:9/");
        var stored = new HashSet<string>();
        for (int kill = 0; kill < 10; kill++)
        {
            using WorkerProcess worker = WorkerProcess.Start(store.Connection, nowhere, enqueue: 1_000_000);
            await worker.UntilAsync(() => worker.Stored.Count > 50, $"it stores (seed {seed})");
            await Task.Delay(random.Next(300), TestContext.Current.CancellationToken);
            await worker.KillAsync();
            stored.UnionWith(worker.Stored);
            Assert.True(store.CountPending() >= stored.Count, $"{store.CountPending()} of {stored.Count} are there (seed {seed}).");
        }

        await using CountingServer server = await CountingServer.StartAsync();
        using (WorkerProcess last = WorkerProcess.Start(store.Connection, server.Address))
        {
            await last.UntilAsync(() => store.CountPending() == 0, $"all is drained (seed {seed})");
            await last.EndAsync();
        }

        output.WriteLine($"{kind}: {stored.Count} acknowledged, {server.Arrived} delivered, {server.Duplicates} repeated, {store.CountDead()} dead-lettered in 10 kills.");
        Assert.All(stored, reference => Assert.True(server.Has(reference)));
        Assert.Equal(0, store.CountDead());
    }

    private async Task KillFiveTimesAsync(StoreKind kind, int seed)
    {
        const int Kills = 5;
        const int Conversions = 1500;
        var random = new Random(seed);
        using FaultStore store = await FaultStore.CreateAsync(kind, postgres, mariaDb);
        await using CountingServer server = await CountingServer.StartAsync();
        int inFlight = 0;
        int stored = 0;
        for (int kill = 0; kill < Kills; kill++)
        {
            using WorkerProcess worker = WorkerProcess.Start(store.Connection, server.Address);
            await worker.EnqueueAsync(kill == 0 ? 2 * Conversions : Conversions);
            int arrived = server.Arrived;
            await worker.UntilAsync(() => server.Arrived > arrived + 100 || store.CountPending() == 0, $"it drains (seed {seed})");
            await Task.Delay(random.Next(100), TestContext.Current.CancellationToken);
            await worker.KillAsync();
            stored += worker.Stored.Count;

            // Those that arrived and still stand in the store: only these can come again.
            inFlight += Math.Max(0, server.Arrived + (int)store.CountPending() - stored);
        }

        using (WorkerProcess last = WorkerProcess.Start(store.Connection, server.Address))
        {
            await last.UntilAsync(() => store.CountPending() == 0, $"the rest is drained (seed {seed})");
            await last.EndAsync();
        }

        output.WriteLine($"{kind}: {stored} stored, {server.Arrived} delivered, {server.Duplicates} repeated of {inFlight} in flight, {store.CountDead()} dead-lettered in {Kills} kills (seed {seed}).");
        Assert.Equal((stored, 0L), (server.Arrived, store.CountDead()));
        Assert.True(server.AllRepeatsAreEqual);
        Assert.InRange(server.Duplicates, 0, inFlight);
        Assert.InRange(inFlight, 0, Kills * 2 * 16);
    }
}
