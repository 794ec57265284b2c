using Rokt.EventApi.Outbox.Tests.Stores;

namespace Rokt.EventApi.Outbox.FaultTests;

/// <summary>A deploy of one of two processes on one database. It runs alone, so that the time is that of the product.</summary>
[Collection(typeof(KillAtPaceTests))]
public sealed class HandOverTests(PostgresServer postgres, MariaDbServer mariaDb, ITestOutputHelper output)
{
    [Fact]
    public async Task When_the_holder_is_stopped_in_the_middle_of_a_drain_another_delivers_within_6_seconds_and_repeats_nothing_on_every_shared_store()
    {
        const int Few = 100;
        const int Conversions = 1500;
        await using StoreSet stores = await StoreSet.CreateAsync(postgres, mariaDb, areShared: true);
        foreach ((_, CountingServer server) in stores.All)
        {
            server.BeforeResponse = () => Task.Delay(50);
        }

        using WorkerProcess first = stores.Start("first", rate: "100");
        await first.EnqueueAsync(Few);
        await first.UntilAsync(() => stores.All.All(one => one.Server.ArrivedFrom("first") == Few), "the first delivers");
        using WorkerProcess second = stores.Start("second");

        // It has seen who holds the lease before there is much to deliver.
        await second.UntilLoggedAsync("started", "the second has started");
        await first.EnqueuePausedAsync(Conversions - Few);
        await first.UntilAsync(() => stores.All.All(one => one.Server.ArrivedFrom("first") > Few + 60), "the first delivers");
        Task<TimeSpan[]> takingOver = Task.WhenAll(
            stores.All.Select(one => second.UntilAsync(() => one.Server.ArrivedFrom("second") > 0, "the second takes over")));
        TimeSpan stopping = await first.EndAsync();
        Assert.All(stores.All, one => Assert.InRange(one.Server.ArrivedFrom("first"), Few + 60, Conversions - 1));
        TimeSpan[] took = await takingOver;
        await Task.WhenAll(stores.All.Select(one => second.UntilEmptyAsync(one.Store, "all is delivered")));

        output.WriteLine($"Stopped in {stopping.TotalSeconds:0.0} s; taken over {string.Join(", ", took.Select(each => $"{each.TotalSeconds:0.0}"))} s after it was asked to stop.");
        for (int i = 0; i < took.Length; i++)
        {
            stores.All[i].Server.AssertCounts(stores.All[i].Store, first.StoredIn(i));
        }

        Assert.All(took, each => Assert.InRange(each, TimeSpan.Zero, TimeSpan.FromSeconds(6)));
    }
}
