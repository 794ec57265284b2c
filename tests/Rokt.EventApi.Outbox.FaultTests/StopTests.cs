using Rokt.EventApi.Outbox.Tests.Stores;

namespace Rokt.EventApi.Outbox.FaultTests;

/// <summary>A deploy.</summary>
public sealed class StopTests(PostgresServer postgres, MariaDbServer mariaDb, ITestOutputHelper output)
{
    [Fact]
    public async Task Ten_stops_in_the_middle_of_a_drain_repeat_nothing_and_end_within_the_hosts_time_on_every_store()
    {
        const int Stops = 10;
        const int Conversions = 400;
        int seed = Random.Shared.Next();
        var random = new Random(seed);
        await using StoreSet stores = await StoreSet.CreateAsync(postgres, mariaDb);
        foreach ((_, CountingServer server) in stores.All)
        {
            server.Interfere = async (_, _) =>
            {
                await Task.Delay(20);
                return false;
            };
        }

        TimeSpan longest = TimeSpan.Zero;
        int[] midDrain = new int[stores.All.Count];
        var stored = stores.All.Select(_ => new List<string>()).ToList();
        for (int stop = 0; stop < Stops; stop++)
        {
            using WorkerProcess worker = await stores.StartDrainingAsync(Conversions, delivered: 50);
            await Task.Delay(random.Next(100), TestContext.Current.CancellationToken);

            TimeSpan took = await worker.EndAsync();
            longest = took > longest ? took : longest;
            for (int i = 0; i < midDrain.Length; i++)
            {
                midDrain[i] += stores.All[i].Server.Arrived < (stop + 1) * Conversions ? 1 : 0;
                stored[i].AddRange(worker.StoredIn(i));
            }

            Assert.All(stored, each => Assert.Equal((stop + 1) * Conversions, each.Count));
        }

        Assert.All(midDrain, stops => Assert.InRange(stops, Stops / 2, Stops));
        await stores.DrainAsync();
        output.WriteLine($"Stopped while much waited: {string.Join(", ", midDrain)} of {Stops}; the longest stop took {longest.TotalSeconds:0.00} s (seed {seed}).");
        for (int i = 0; i < stored.Count; i++)
        {
            stores.All[i].Server.AssertCounts(stores.All[i].Store, stored[i]);
        }

        Assert.InRange(longest, TimeSpan.Zero, TimeSpan.FromSeconds(30));
    }
}
