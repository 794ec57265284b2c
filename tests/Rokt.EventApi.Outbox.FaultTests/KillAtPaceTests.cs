using Rokt.EventApi.Outbox.Tests.Stores;

namespace Rokt.EventApi.Outbox.FaultTests;

/// <summary>
/// Processes that are killed while they deliver as fast as the API takes it: how much has arrived and is not yet recorded is limited. They
/// run alone, so that the pace is kept.
/// </summary>
[CollectionDefinition(DisableParallelization = true)]
[Collection(typeof(KillAtPaceTests))]
public sealed class KillAtPaceTests(PostgresServer postgres, MariaDbServer mariaDb, ITestOutputHelper output)
{
    [Fact]
    public async Task Each_of_twenty_kills_repeats_at_most_six_on_every_store()
    {
        const int Kills = 20;
        const int Conversions = 500;

        // As many as there are by default near the server; where the machine is busy, responses take longer, and there are more.
        const int MostInFlight = 6;
        await using StoreSet stores = await StoreSet.CreateAsync(postgres, mariaDb);
        int[] counts = new int[stores.All.Count];
        var repeats = stores.All.Select(_ => new List<int>()).ToList();
        int[] midDrain = new int[stores.All.Count];
        int kills = 0;
        while (midDrain.Min() < Kills)
        {
            // A store that had nothing left to deliver, while another was slow, is killed once more.
            Assert.InRange(++kills, 1, Kills * 3);

            // What was in flight at the last kill comes first.
            using WorkerProcess worker = await stores.StartDrainingAsync(Conversions, delivered: 150, rate: "270", MostInFlight);
            CountRepeats();
            await worker.KillAsync();
            for (int i = 0; i < midDrain.Length; i++)
            {
                midDrain[i] += stores.All[i].Server.Arrived < kills * Conversions ? 1 : 0;
                stores.All[i].Store.EndLease();
            }
        }

        await stores.DrainAsync();
        CountRepeats();

        // What the first process did, it did before any kill.
        repeats.ForEach(each => each.RemoveAt(0));
        for (int i = 0; i < stores.All.Count; i++)
        {
            (FaultStore store, CountingServer server) = stores.All[i];
            output.WriteLine($"{store.Kind}: {server.Arrived} delivered; repeated after each kill: {string.Join(", ", repeats[i])}; {store.CountDeadLettered()} dead-lettered.");
        }

        Assert.All(stores.All, one => Assert.Equal((kills * Conversions, 0L), (one.Server.Arrived, one.Store.CountDeadLettered())));
        Assert.All(repeats, each => Assert.Equal(kills, each.Count));
        Assert.All(repeats.SelectMany(each => each), repeated => Assert.InRange(repeated, 0, MostInFlight));
        Assert.All(stores.All, one => Assert.True(one.Server.AllRepeatsAreEqual));

        void CountRepeats()
        {
            for (int i = 0; i < stores.All.Count; i++)
            {
                int all = stores.All[i].Server.Duplicates;
                repeats[i].Add(all - counts[i]);
                counts[i] = all;
            }
        }
    }
}
