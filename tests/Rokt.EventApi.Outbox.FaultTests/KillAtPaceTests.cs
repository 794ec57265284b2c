using Rokt.EventApi.Outbox.Tests.Stores;

namespace Rokt.EventApi.Outbox.FaultTests;

/// <summary>
/// Processes that die while they deliver as fast as the API takes it: what was accepted and not yet deleted is little, unless
/// the disk has other work. Therefore these run alone.
/// </summary>
[CollectionDefinition(DisableParallelization = true)]
[Collection(typeof(KillAtPaceTests))]
public sealed class KillAtPaceTests(PostgresServer postgres, MariaDbServer mariaDb, ITestOutputHelper output)
{
    private const int Conversions = 600;

    [Theory]
    [MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task Each_of_twenty_kills_repeats_a_handful(StoreKind kind)
    {
        var runs = new List<(FaultStore Store, CountingServer Server)>();
        try
        {
            for (int kill = 0; kill < 20; kill++)
            {
                FaultStore store = await FaultStore.CreateAsync(kind, postgres, mariaDb);
                CountingServer server = await CountingServer.StartAsync();
                runs.Add((store, server));
                using WorkerProcess worker = WorkerProcess.Start(store.Connection, server.Address, rate: "270");
                await worker.EnqueueAsync(Conversions);
                await worker.UntilAsync(() => server.Arrived > 150, "it drains");
                await worker.KillAsync();
                Assert.InRange(server.Arrived, 151, Conversions - 1);
            }

            // Whoever takes over waits until the killed process's lease has run out: several at once.
            await Parallel.ForEachAsync(
                runs, new ParallelOptions { MaxDegreeOfParallelism = 7 }, async (run, _) => await DrainAsync(run.Store, run.Server));

            output.WriteLine($"{kind}: {runs.Sum(run => run.Server.Arrived)} delivered; repeated after each kill: {string.Join(", ", runs.Select(run => run.Server.Duplicates))}; {runs.Sum(run => run.Store.CountDead())} dead-lettered.");
            Assert.All(runs, run => Assert.Equal((Conversions, 0L), (run.Server.Arrived, run.Store.CountDead())));

            // A disk that is busy for a moment holds the deletions of all that was accepted meanwhile back.
            Assert.InRange(runs.Average(run => run.Server.Duplicates), 0, 6);
            Assert.All(runs, run => Assert.InRange(run.Server.Duplicates, 0, 32));
            Assert.All(runs, run => Assert.True(run.Server.AllRepeatsAreEqual));
        }
        finally
        {
            foreach ((FaultStore store, CountingServer server) in runs)
            {
                await server.DisposeAsync();
                store.Dispose();
            }
        }
    }

    private static async Task DrainAsync(FaultStore store, CountingServer server)
    {
        using WorkerProcess worker = WorkerProcess.Start(store.Connection, server.Address);
        await worker.UntilAsync(() => store.CountPending() == 0, "the rest is drained");
        await worker.EndAsync();
    }
}
