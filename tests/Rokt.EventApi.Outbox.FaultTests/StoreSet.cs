using Rokt.EventApi.Outbox.Tests.Stores;

namespace Rokt.EventApi.Outbox.FaultTests;

/// <summary>A store of each kind, with a server of its own each: one process delivers from all of them, and one kill is one of each.</summary>
internal sealed class StoreSet : IAsyncDisposable
{
    // Well below the time after which a send is retried.
    private static readonly TimeSpan LongestHold = TimeSpan.FromSeconds(3);

    private readonly List<(FaultStore Store, CountingServer Server)> _all = [];

    public IReadOnlyList<(FaultStore Store, CountingServer Server)> All => _all;

    /// <summary>Creates one of each kind, or of each that several processes share.</summary>
    public static async Task<StoreSet> CreateAsync(PostgresServer postgres, MariaDbServer mariaDb, bool areShared = false)
    {
        var set = new StoreSet();
        foreach (StoreKind kind in Enum.GetValues<StoreKind>().Where(kind => !areShared || kind != StoreKind.File))
        {
            FaultStore store = await FaultStore.CreateAsync(kind, postgres, mariaDb);
            set._all.Add((store, await CountingServer.StartAsync()));
        }

        return set;
    }

    /// <summary>Starts a process that stores in all, and delivers from none.</summary>
    public WorkerProcess StartOffline() => Start("none", _ => new Uri("http://127.0.0.1:9/"));

    /// <summary>Starts a process that delivers from all, under a name that each server knows it by.</summary>
    public WorkerProcess Start(string name, string rate = "none") => Start(rate, server => server.AddressOf(name));

    /// <summary>Starts a process that delivers from all, and has it enqueue in each. It is in the middle of each drain when this completes.</summary>
    /// <param name="conversions">How many to enqueue.</param>
    /// <param name="delivered">How many are delivered by then, at least.</param>
    /// <param name="rate">The batches per second, in each.</param>
    /// <param name="maxConcurrency">The maximum in flight, in each; null for the outbox's own.</param>
    public async Task<WorkerProcess> StartDrainingAsync(int conversions, int delivered, string rate = "none", int? maxConcurrency = null)
    {
        WorkerProcess worker = Start(rate, server => server.Address, maxConcurrency);
        try
        {
            // Some stores begin later than others, and are slower: all begin at once, and none continues until each has delivered some.
            await worker.PauseAsync();
            await worker.EnqueueAsync(conversions);
            Assert.True(worker.Refused.Count == 0, string.Join('\n', worker.Refused.Take(3)));
            int[] before = [.. _all.Select(one => one.Server.Arrived)];
            var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            for (int i = 0; i < before.Length; i++)
            {
                (CountingServer server, int most) = (_all[i].Server, before[i] + (2 * delivered));
                server.BeforeResponse = () => server.Arrived < most ? Task.CompletedTask : Task.WhenAny(begun.Task, Task.Delay(LongestHold));
            }

            await worker.ResumeAsync();
            await worker.UntilAsync(() => Enumerable.Range(0, _all.Count).All(i => _all[i].Server.Arrived >= before[i] + delivered), "it drains");
            _all.ForEach(one => one.Server.BeforeResponse = null);
            begun.SetResult();
            return worker;
        }
        catch
        {
            worker.Dispose();
            throw;
        }
    }

    /// <summary>Delivers what a killed process left.</summary>
    public Task DrainAsync() => Task.WhenAll(_all.Select(one => LocalApplication.DrainAsync(one.Store, one.Server.Address)));

    public async ValueTask DisposeAsync()
    {
        foreach ((FaultStore store, CountingServer server) in _all)
        {
            await server.DisposeAsync();
            store.Dispose();
        }
    }

    private WorkerProcess Start(string rate, Func<CountingServer, Uri> address, int? maxConcurrency = null) =>
        WorkerProcess.Start([.. _all.Select(one => (one.Store.Connection, address(one.Server)))], rate, maxConcurrency);
}
