using Rokt.EventApi.Outbox.Tests.Stores;

namespace Rokt.EventApi.Outbox.FaultTests;

/// <summary>Several processes on one database: one delivers, and when it dies or is paused, another does; never two.</summary>
public sealed class TakeOverTests(PostgresServer postgres, ITestOutputHelper output)
{
    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    public async Task Of_several_processes_one_delivers_and_another_takes_over_when_it_is_killed(int processes)
    {
        using FaultStore store = FaultStore.Postgres(postgres);
        await using CountingServer server = await CountingServer.StartAsync();
        var workers = Enumerable.Range(0, processes).ToDictionary(
            number => $"worker{number}",
            number => WorkerProcess.Start(store.Connection, server.AddressOf($"worker{number}"), enqueue: 200, rate: "270"));
        try
        {
            await Eventually.TrueAsync(() => server.Arrived == processes * 200 && store.CountPending() == 0, "all is delivered");
            string holder = Assert.Single(workers.Keys, name => server.ArrivedFrom(name) > 0);

            await workers[holder].KillAsync();
            workers.Remove(holder, out WorkerProcess? killed);
            killed!.Dispose();
            WorkerProcess survivor = workers.Values.First();
            await survivor.EnqueueAsync(200);
            TimeSpan takenOver = await survivor.UntilAsync(() => server.Arrived > processes * 200, "another takes over");
            await survivor.UntilAsync(() => store.CountPending() == 0, "the rest is delivered");

            output.WriteLine($"Taken over {takenOver.TotalSeconds:0.0} s after the kill.");
            Assert.InRange(takenOver, TimeSpan.Zero, TimeSpan.FromSeconds(30));
            Assert.Equal(((processes + 1) * 200, 0), (server.Arrived, server.Duplicates));
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

    [Fact]
    public async Task A_process_that_is_paused_past_its_lease_sends_nothing_when_it_wakes()
    {
        const int Rounds = 4;
        const int Each = 250;
        using FaultStore store = FaultStore.Postgres(postgres);
        await using CountingServer server = await CountingServer.StartAsync();
        using WorkerProcess first = WorkerProcess.Start(store.Connection, server.AddressOf("first"), rate: "25");
        using WorkerProcess second = WorkerProcess.Start(store.Connection, server.AddressOf("second"), rate: "25");
        for (int round = 0; round < Rounds; round++)
        {
            (int fromFirst, int fromSecond) = (server.ArrivedFrom("first"), server.ArrivedFrom("second"));
            await first.EnqueueAsync(Each);
            await first.UntilAsync(() => server.Arrived >= (round * Each) + 25, "it is delivering");

            // Which of them has a page of rows in memory, some of them sent and the others about to be.
            (WorkerProcess paused, string name) = server.ArrivedFrom("first") > fromFirst ? (first, "first") : (second, "second");
            await FreezeBetweenTwoSendsAsync(paused, store, server, (round + 1) * Each);
            int before = server.ArrivedFrom(name);
            int arrived = server.Arrived;
            WorkerProcess other = paused == first ? second : first;
            TimeSpan takenOver = await other.UntilAsync(() => server.Arrived > arrived + 50, "the other takes over and delivers 50", seconds: 45);
            paused.Thaw();
            await other.UntilAsync(() => store.CountPending() == 0, "all is delivered");

            output.WriteLine($"{name} was paused with {arrived - (round * Each)} delivered; the other had delivered 50 more after {takenOver.TotalSeconds:0.0} s.");
            Assert.Equal(before, server.ArrivedFrom(name));
        }

        Assert.Equal((Rounds * Each, 0), (server.Arrived, server.Duplicates));
    }

    // What is under way when a process stops may be sent twice, as after a kill; this is about what it has not yet sent.
    private static async Task FreezeBetweenTwoSendsAsync(WorkerProcess worker, FaultStore store, CountingServer server, int enqueued)
    {
        for (int tries = 0; tries < 50; tries++)
        {
            int arrived = server.Arrived;
            await Eventually.TrueAsync(() => server.Arrived > arrived, "the next arrives");
            await Task.Delay(10, TestContext.Current.CancellationToken);
            worker.Freeze();
            await Task.Delay(20, TestContext.Current.CancellationToken);
            if (enqueued - server.Arrived == store.CountPending())
            {
                return;
            }

            worker.Thaw();
        }

        Assert.Fail("It was never between two sends.");
    }
}
