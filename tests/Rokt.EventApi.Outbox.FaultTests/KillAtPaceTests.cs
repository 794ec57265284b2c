using Rokt.EventApi.Outbox.Tests.Stores;

namespace Rokt.EventApi.Outbox.FaultTests;

/// <summary>
/// Processes that die while they deliver as fast as the API takes it: what was accepted and not yet deleted is little, unless
/// the disk has other work. Therefore these run alone.
/// </summary>
[CollectionDefinition(DisableParallelization = true)]
[Collection(typeof(KillAtPaceTests))]
public sealed class KillAtPaceTests(PostgresServer postgres, ITestOutputHelper output)
{
    private const int Conversions = 1500;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Each_of_five_kills_repeats_a_handful(bool onPostgres)
    {
        var runs = new List<(FaultStore Store, CountingServer Server)>();
        try
        {
            for (int kill = 0; kill < 5; kill++)
            {
                FaultStore store = onPostgres ? FaultStore.Postgres(postgres) : FaultStore.Embedded();
                CountingServer server = await CountingServer.StartAsync();
                runs.Add((store, server));
                using WorkerProcess worker = WorkerProcess.Start(store.Connection, server.Address, rate: "270");
                await worker.EnqueueAsync(Conversions);
                await worker.UntilAsync(() => server.Arrived > 300, "it drains");
                await worker.KillAsync();
                Assert.InRange(server.Arrived, 301, Conversions - 1);
            }

            // Whoever takes over waits until the killed process's lease has run out: all at once.
            await Task.WhenAll(runs.Select(run => DrainAsync(run.Store, run.Server)));

            output.WriteLine($"Repeated after each kill: {string.Join(", ", runs.Select(run => run.Server.Duplicates))}.");
            Assert.All(runs, run => Assert.Equal(Conversions, run.Server.Arrived));
            Assert.All(runs, run => Assert.InRange(run.Server.Duplicates, 0, 6));
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
