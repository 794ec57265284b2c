using System.Diagnostics;
using Rokt.EventApi.Outbox.Tests.Stores;

namespace Rokt.EventApi.Outbox.FaultTests;

/// <summary>Several processes on one database: one delivers, and when it is killed, freezes or fails, another does; never two.</summary>
public sealed class TakeOverTests(PostgresServer postgres, MariaDbServer mariaDb, ITestOutputHelper output)
{
    private static readonly TimeSpan SendTime = TimeSpan.FromMilliseconds(400);

    public static TheoryData<StoreKind, int> Groups => new()
    {
        { StoreKind.EfSqlite, 2 },
        { StoreKind.EfSqlite, 4 },
        { StoreKind.EfPostgres, 2 },
        { StoreKind.EfPostgres, 4 },
        { StoreKind.Postgres, 2 },
        { StoreKind.Postgres, 4 },
        { StoreKind.MariaDb, 2 },
        { StoreKind.MariaDb, 4 },
    };

    [Theory]
    [MemberData(nameof(Groups))]
    public Task When_the_holder_is_killed_another_delivers_within_30_seconds_and_repeats_what_was_in_flight(StoreKind kind, int processes) => Task.WhenAll(
        KillAsync(kind, processes, Moment.Idle), KillAsync(kind, processes, Moment.Draining), KillAsync(kind, processes, Moment.InFlight));

    [Theory]
    [MemberData(nameof(Stores.Shared), MemberType = typeof(Stores))]
    public async Task A_holder_that_freezes_past_its_lease_with_sends_in_flight_repeats_at_most_those(StoreKind kind)
    {
        const int Conversions = 400;
        const int MostInFlight = 6;
        using FaultStore store = await FaultStore.CreateAsync(kind, postgres, mariaDb);
        await using CountingServer server = await CountingServer.StartAsync();
        server.BeforeResponse = () => Task.Delay(SendTime);
        using WorkerProcess first = WorkerProcess.Start(store.Connection, server.AddressOf("first"), rate: "270", maxConcurrency: MostInFlight);
        await first.EnqueuePausedAsync(Conversions);
        await first.UntilAsync(() => server.ArrivedFrom("first") > 60, "the first delivers");
        using WorkerProcess second = WorkerProcess.Start(store.Connection, server.AddressOf("second"), rate: "270", maxConcurrency: MostInFlight);

        // Frozen between two sends, it has none in flight; frozen within a commit, it holds SQLite's lock, and nobody can take over. Thawed, it
        // needs a while to have sends in flight again.
        const int Attempts = 20;
        int inFlight = 0;
        for (int attempt = 0; inFlight == 0; attempt++)
        {
            Assert.True(attempt < Attempts, "Nothing was in flight.");
            if (attempt > 0)
            {
                first.Thaw();
                await Task.Delay(2 * SendTime, TestContext.Current.CancellationToken);
            }

            first.Freeze();
            if (kind != StoreKind.EfSqlite || !store.IsLocked())
            {
                await Task.Delay(SendTime + TimeSpan.FromSeconds(1), TestContext.Current.CancellationToken);
                await server.SettledAsync();
                inFlight = server.Arrived + (int)store.CountPending() - Conversions;
            }
        }

        await second.UntilAsync(() => server.ArrivedFrom("second") > inFlight + 50, "the second takes over");
        int fromFirst = server.ArrivedFrom("first");
        first.Thaw();
        await second.UntilEmptyAsync(store, "all is delivered");

        // What it had in flight when it froze may go out when it thaws; nothing that it had only read does.
        int late = server.ArrivedFrom("first") - fromFirst;
        output.WriteLine($"{inFlight} had arrived and were not recorded when it froze; {late} went out when it thawed.");
        server.AssertCounts(store, first.Stored, mostRepeated: Math.Min(MostInFlight, inFlight + late));
        Assert.InRange(inFlight + late, 1, MostInFlight);
    }

    [Fact]
    public async Task A_holder_that_cannot_reach_the_API_lets_another_deliver_after_a_minute_on_every_shared_store()
    {
        const int Conversions = 5;
        await using StoreSet stores = await StoreSet.CreateAsync(postgres, mariaDb, areShared: true);
        using WorkerProcess first = stores.StartOffline();
        await first.UntilAsync(() => first.Log.Count(line => line.Contains("now delivers", StringComparison.Ordinal)) == stores.All.Count, "the first has each lease");
        using WorkerProcess second = stores.Start("second");
        await second.UntilLoggedAsync("started", "the second has started");

        Task<TimeSpan[]> delivering = Task.WhenAll(
            stores.All.Select(one => second.UntilAsync(() => one.Server.ArrivedFrom("second") == Conversions, "the second delivers")));
        await first.EnqueueAsync(Conversions);
        TimeSpan[] took = await delivering;
        await Task.WhenAll(stores.All.Select(one => second.UntilEmptyAsync(one.Store, "all is recorded")));

        for (int i = 0; i < stores.All.Count; i++)
        {
            output.WriteLine($"{stores.All[i].Store.Kind}: delivered {took[i].TotalSeconds:0.0} s after it was stored.");
            stores.All[i].Server.AssertCounts(stores.All[i].Store, first.StoredIn(i));
            Assert.InRange(took[i], TimeSpan.Zero, TimeSpan.FromSeconds(90));
        }
    }

    private async Task KillAsync(StoreKind kind, int processes, Moment moment)
    {
        int conversions = moment == Moment.InFlight ? 320 : 800;
        using FaultStore store = await FaultStore.CreateAsync(kind, postgres, mariaDb);
        await using CountingServer server = await CountingServer.StartAsync();
        server.BeforeResponse = moment == Moment.InFlight ? () => Task.Delay(SendTime) : null;
        string rate = moment == Moment.InFlight ? "40" : "100";
        var workers = Enumerable.Range(0, processes).ToDictionary(
            number => $"worker{number}", number => WorkerProcess.Start(store.Connection, server.AddressOf($"worker{number}"), rate: rate));
        try
        {
            // All have started before there is anything to deliver, so that something is left when one is killed.
            await Task.WhenAll(workers.Values.Select(worker => worker.UntilLoggedAsync("started", "it has started")));
            int stored = moment == Moment.Idle ? 50 : conversions;
            await workers.Values.First().EnqueuePausedAsync(stored);
            await (moment == Moment.Idle
                ? Eventually.EmptyAsync(store, () => "all is delivered")
                : Eventually.TrueAsync(() => server.Arrived > 60, () => "it delivers"));
            string holder = Assert.Single(workers.Keys, name => server.ArrivedFrom(name) > 0);
            workers.Remove(holder, out WorkerProcess? killed);
            WorkerProcess survivor = workers.Values.First();

            var sinceKill = Stopwatch.StartNew();
            await killed!.KillAsync();
            killed.Dispose();
            await server.EndedAsync();
            int inFlight = Math.Max(0, server.Arrived + (int)store.CountPending() - stored);
            if (moment == Moment.Idle)
            {
                await survivor.EnqueueAsync(50);
                stored += 50;
            }

            await survivor.UntilAsync(() => workers.Keys.Any(name => server.ArrivedFrom(name) > 0), "another takes over");
            TimeSpan takenOver = sinceKill.Elapsed;
            await survivor.UntilEmptyAsync(store, "the rest is delivered");

            output.WriteLine($"{kind}, {processes} processes, {moment}: {stored} stored, {server.Arrived} delivered, {server.Duplicates} repeated of {inFlight} in flight, {store.CountDeadLettered()} dead-lettered; taken over {takenOver.TotalSeconds:0.0} s after the kill.");
            Assert.InRange(takenOver, TimeSpan.Zero, TimeSpan.FromSeconds(30));
            Assert.Equal((stored, 0L), (server.Arrived, store.CountDeadLettered()));
            Assert.True(moment != Moment.InFlight || inFlight > 0, "Nothing was in flight.");
            Assert.InRange(server.Duplicates, 0, inFlight);
            Assert.True(server.AllRepeatsAreEqual);
            Assert.Single(workers.Keys, name => server.ArrivedFrom(name) > 0);
        }
        finally
        {
            foreach (WorkerProcess worker in workers.Values)
            {
                worker.Dispose();
            }
        }
    }
}
