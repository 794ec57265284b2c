using Rokt.EventApi.Outbox.Tests.Stores;

namespace Rokt.EventApi.Outbox.FaultTests;

/// <summary>Processes that die, on both stores: what was acknowledged arrives.</summary>
public sealed class KillTests(PostgresServer postgres, ITestOutputHelper output)
{
    // Sends under way, and deliveries not yet deleted.
    private const int MostUnderWay = 2 * 16;

    // Whoever takes over waits until the killed process's lease has run out; four stores wait for it at once.
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Twenty_kills_in_the_middle_of_a_drain_lose_nothing(bool onPostgres)
    {
        int seed = Random.Shared.Next();
        output.WriteLine($"Seed {seed}.");
        await Task.WhenAll(Enumerable.Range(0, 4).Select(store => KillFiveTimesAsync(onPostgres, seed + store)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Ten_kills_of_the_writer_lose_nothing_that_was_acknowledged(bool onPostgres)
    {
        int seed = Random.Shared.Next();
        output.WriteLine($"Seed {seed}.");
        var random = new Random(seed);
        using FaultStore store = onPostgres ? FaultStore.Postgres(postgres) : FaultStore.Embedded();

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
            await last.UntilAsync(() => store.CountPending() == 0, $"all is drained (seed {seed})", seconds: 180);
            await last.EndAsync();
        }

        output.WriteLine($"{stored.Count} acknowledged, {server.Arrived} arrived.");
        Assert.All(stored, reference => Assert.True(server.Has(reference)));
    }

    private async Task KillFiveTimesAsync(bool onPostgres, int seed)
    {
        const int Kills = 5;
        var random = new Random(seed);
        using FaultStore store = onPostgres ? FaultStore.Postgres(postgres) : FaultStore.Embedded();
        await using CountingServer server = await CountingServer.StartAsync();
        var stored = new HashSet<string>();
        var repeats = new List<int>();
        for (int kill = 0; kill < Kills; kill++)
        {
            using WorkerProcess worker = WorkerProcess.Start(store.Connection, server.Address, enqueue: 1500);
            int arrived = server.Arrived;
            await worker.UntilAsync(() => server.Arrived > arrived + 100, $"it drains (seed {seed})");
            await Task.Delay(random.Next(300), TestContext.Current.CancellationToken);
            await worker.KillAsync();
            stored.UnionWith(worker.Stored);

            // Of the kills before this one.
            repeats.Add(server.Duplicates);
        }

        using (WorkerProcess last = WorkerProcess.Start(store.Connection, server.Address))
        {
            await last.UntilAsync(() => store.CountPending() == 0, $"the rest is drained (seed {seed})", seconds: 90);
            await last.EndAsync();
        }

        repeats.Add(server.Duplicates);
        int most = repeats.Zip(repeats.Skip(1), (before, after) => after - before).Max();
        output.WriteLine($"{stored.Count} stored, {server.Arrived} arrived, {server.Duplicates} duplicates in {Kills} kills, at most {most} after one (seed {seed}).");
        Assert.All(stored, reference => Assert.True(server.Has(reference)));
        Assert.True(server.AllRepeatsAreEqual);
        Assert.InRange(most, 0, MostUnderWay);
    }
}
