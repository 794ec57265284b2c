using Rokt.EventApi.Outbox.Tests.Stores;

namespace Rokt.EventApi.Outbox.FaultTests;

/// <summary>Processes that are killed, on every store: what was acknowledged arrives.</summary>
public sealed class KillTests(PostgresServer postgres, MariaDbServer mariaDb, ITestOutputHelper output)
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Ten_kills_in_the_middle_of_a_drain_lose_nothing_and_repeat_what_was_in_flight_on_every_store(int half)
    {
        const int Kills = 10;
        const int Conversions = 400;
        int seed = Random.Shared.Next();
        var random = new Random(seed);
        output.WriteLine($"Seed {seed}, half {half}.");
        await using StoreSet stores = await StoreSet.CreateAsync(postgres, mariaDb);
        int[] stored = new int[stores.All.Count];
        int[] inFlight = new int[stores.All.Count];
        int[] midDrain = new int[stores.All.Count];
        for (int kill = 0; kill < Kills; kill++)
        {
            using WorkerProcess worker = await stores.StartDrainingAsync(Conversions, delivered: 100);
            await Task.Delay(random.Next(50), TestContext.Current.CancellationToken);
            await worker.KillAsync();
            await Task.WhenAll(stores.All.Select(one => one.Server.EndedAsync()));
            for (int i = 0; i < stores.All.Count; i++)
            {
                (FaultStore store, CountingServer server) = stores.All[i];
                store.EndLease();
                stored[i] += worker.StoredIn(i).Count;

                // Those that arrived and still stand in the store: only these can come again.
                inFlight[i] += Math.Max(0, server.Arrived + (int)store.CountPending() - stored[i]);
                midDrain[i] += server.Arrived < stored[i] ? 1 : 0;
            }
        }

        await stores.DrainAsync();
        for (int i = 0; i < stores.All.Count; i++)
        {
            (FaultStore store, CountingServer server) = stores.All[i];
            output.WriteLine($"{store.Kind}: {stored[i]} stored, {server.Arrived} delivered, {server.Duplicates} repeated of {inFlight[i]} in flight, {store.CountDeadLettered()} dead-lettered in {Kills} kills, {midDrain[i]} of them while much waited.");
            Assert.Equal((Kills * Conversions, stored[i], 0L), (stored[i], server.Arrived, store.CountDeadLettered()));
            Assert.True(server.AllRepeatsAreEqual);
            Assert.InRange(server.Duplicates, 0, inFlight[i]);
            Assert.InRange(inFlight[i], 0, Kills * new OutboxOptions().MaxConcurrency);
            Assert.InRange(midDrain[i], Kills / 2, Kills);
        }
    }

    [Fact]
    public async Task Ten_kills_of_the_writer_lose_nothing_that_was_acknowledged_on_every_store()
    {
        const int Kills = 10;
        int seed = Random.Shared.Next();
        var random = new Random(seed);
        output.WriteLine($"Seed {seed}.");
        await using StoreSet stores = await StoreSet.CreateAsync(postgres, mariaDb);
        var stored = stores.All.Select(_ => new HashSet<string>()).ToList();
        for (int kill = 0; kill < Kills; kill++)
        {
            using WorkerProcess worker = stores.StartOffline();

            // Slowly: some stores are faster than others, and each is to be killed while it writes.
            worker.Enqueue(1_000_000, pause: 20);
            await worker.UntilAsync(() => Enumerable.Range(0, stores.All.Count).All(i => worker.StoredIn(i).Count > 50), "it stores");
            await Task.Delay(random.Next(300), TestContext.Current.CancellationToken);
            await worker.KillAsync();
            for (int i = 0; i < stores.All.Count; i++)
            {
                stored[i].UnionWith(worker.StoredIn(i));
                long pending = stores.All[i].Store.CountPending();
                Assert.True(pending >= stored[i].Count, $"{stores.All[i].Store.Kind}: {pending} of {stored[i].Count} are there.");
            }
        }

        await stores.DrainAsync();
        for (int i = 0; i < stores.All.Count; i++)
        {
            (FaultStore store, CountingServer server) = stores.All[i];
            server.AssertCounts(store, stored[i], mostUnacknowledged: Kills * WorkerProcess.Writers);
        }
    }
}
