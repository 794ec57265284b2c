using Microsoft.AspNetCore.Http;
using Rokt.EventApi.Outbox.Tests.Stores;

namespace Rokt.EventApi.Outbox.FaultTests;

/// <summary>What happens to the embedded store's file and disk while a process uses it.</summary>
public sealed class FileFaultTests(PostgresServer postgres, MariaDbServer mariaDb, ITestOutputHelper output)
{
    [Fact]
    public async Task A_full_disk_is_told_to_the_caller_and_what_is_stored_drains_without_anybody_freeing_space()
    {
        using var disk = new SmallDisk(megabytes: 40);
        using FaultStore store = await FaultStore.CreateOnAsync(StoreKind.File, disk);
        await using CountingServer server = await CountingServer.StartAsync();
        bool isDown = true;
        server.Interfere = (context, _) =>
        {
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            return Task.FromResult(isDown);
        };
        using WorkerProcess worker = WorkerProcess.Start(store.Connection, server.Address, enqueue: 1_000_000);
        await worker.UntilAsync(() => worker.Refused.Count >= 50, "the disk is full");
        int whenFull = worker.Stored.Count;

        // The writers keep trying all the time.
        isDown = false;
        await worker.UntilAsync(() => server.Arrived >= whenFull, "what was stored is delivered");
        await worker.UntilAsync(() => worker.Stored.Count > whenFull + 1000, "there is room again");
        await worker.KillAsync();
        await LocalApplication.DrainAsync(store, server.Address);

        output.WriteLine($"Full with {whenFull} conversions; {worker.Refused.Count} were refused, {worker.Stored.Count} stored, {server.Arrived} arrived.");
        Assert.All(worker.Refused, line => Assert.Matches("disk is full|disk is full or failing", line));
        Assert.All(worker.Stored, reference => Assert.True(server.Has(reference)));
        Assert.All(worker.Refused, line => Assert.False(server.Has(line.Split(' ', ':')[2])));
    }

    // No reserve is kept beside the shop's own database.
    [Fact]
    public async Task On_a_full_disk_a_shops_own_database_refuses_and_delivers_all_once_when_there_is_space()
    {
        using var disk = new SmallDisk(megabytes: 8);
        using FaultStore store = await FaultStore.CreateOnAsync(StoreKind.EfSqlite, disk);
        await using CountingServer server = await CountingServer.StartAsync();
        bool isDown = true;
        server.Interfere = (context, _) =>
        {
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            return Task.FromResult(isDown);
        };
        using WorkerProcess worker = WorkerProcess.Start(store.Connection, server.Address, enqueue: 1_000_000);
        await worker.UntilAsync(() => worker.Refused.Count >= 50, "the disk is full");
        isDown = false;
        disk.Grow(megabytes: 200);
        int whenFull = worker.Stored.Count;
        await worker.UntilAsync(() => server.Arrived >= whenFull && worker.Stored.Count > whenFull + 100, "what was stored is delivered, and more is stored");
        await worker.KillAsync();
        await LocalApplication.DrainAsync(store, server.Address);

        output.WriteLine($"Full with {whenFull} conversions; {worker.Refused.Count} were refused, {worker.Stored.Count} stored, {server.Arrived} arrived, {server.Duplicates} repeated after the kill.");
        Assert.All(worker.Stored, reference => Assert.True(server.Has(reference)));
        Assert.All(worker.Refused, line => Assert.False(server.Has(line.Split(' ', ':')[2])));
        Assert.InRange(server.Duplicates, 0, new OutboxOptions().MaxConcurrency);
    }

    [Theory]
    [InlineData(StoreKind.File, "give this process's user write access")]
    [InlineData(StoreKind.EfSqlite, "cannot be read")]
    public async Task On_a_disk_that_became_read_only_the_host_does_not_start_and_all_continues_when_it_can_be_written_again(StoreKind kind, string message)
    {
        using var disk = new SmallDisk(megabytes: 40);
        using FaultStore store = await FaultStore.CreateOnAsync(kind, disk);
        await using CountingServer server = await CountingServer.StartAsync();
        using (WorkerProcess worker = WorkerProcess.Start(store.Connection, server.Address))
        {
            await worker.EnqueueAsync(100);
            await worker.UntilAsync(() => server.Arrived == 100, "all is delivered");
            await worker.EndAsync();
        }

        disk.SetReadOnly(true);
        await NotStartingAsync(store, server, message);

        disk.SetReadOnly(false);
        using WorkerProcess next = WorkerProcess.Start(store.Connection, server.Address);
        await next.EnqueueAsync(100);
        await next.UntilAsync(() => server.Arrived == 200, "all is delivered");
        await next.UntilEmptyAsync(store, "all is recorded");
        Assert.Equal((100, 0), (next.Stored.Count, server.Duplicates));
    }

    [Theory]
    [InlineData(StoreKind.File, 1)]
    [InlineData(StoreKind.File, 5)]
    [InlineData(StoreKind.File, 30)]
    [InlineData(StoreKind.EfSqlite, 1)]
    [InlineData(StoreKind.EfSqlite, 20)]
    public async Task A_lock_that_another_process_holds_is_waited_for_and_loses_and_repeats_nothing(StoreKind kind, int seconds)
    {
        using FaultStore store = await FaultStore.CreateAsync(kind, postgres, mariaDb);
        await using CountingServer server = await CountingServer.StartAsync();
        using WorkerProcess worker = WorkerProcess.Start(store.Connection, server.Address);
        await worker.EnqueueAsync(100);

        Task locking = store.LockAsync(TimeSpan.FromSeconds(seconds));
        await worker.EnqueueAsync(400);
        Assert.True(locking.IsCompleted, "It was stored in spite of the lock.");

        await worker.UntilEmptyAsync(store, "all is delivered");
        Assert.Equal((500, 0), (worker.Stored.Count, worker.Refused.Count));
        Assert.Equal((500, 0), (server.Arrived, server.Duplicates));
    }

    [Fact]
    public async Task A_file_that_is_deleted_is_told_to_the_caller_and_a_new_one_is_used()
    {
        using FaultStore store = FaultStore.Embedded();
        await using CountingServer server = await CountingServer.StartAsync();
        using WorkerProcess worker = WorkerProcess.Start(store.Connection, server.Address);
        await worker.EnqueueAsync(100);
        await worker.UntilAsync(() => server.Arrived == 100, "all is delivered");

        foreach (string file in Directory.GetFiles(Path.GetDirectoryName(store.FilePath)!))
        {
            File.Delete(file);
        }

        await worker.UntilLoggedAsync("was deleted", "it says so");
        await worker.EnqueueAsync(100);
        await worker.UntilAsync(() => server.Arrived == worker.Stored.Count, "the rest is delivered");
        Assert.True(worker.Stored.Count >= 190, $"{worker.Stored.Count} of 200 were stored.");
    }

    [Fact]
    public async Task With_a_damaged_file_the_host_does_not_start_and_a_new_one_is_used_when_it_is_moved_away()
    {
        using FaultStore store = FaultStore.Embedded();
        await using CountingServer server = await CountingServer.StartAsync();
        using (WorkerProcess worker = WorkerProcess.Start(store.Connection, server.Address))
        {
            await worker.EnqueueAsync(100);
            await worker.EndAsync();
        }

        // With what the log holds, SQLite would repair it.
        File.Delete($"{store.FilePath}-wal");
        await File.WriteAllBytesAsync(store.FilePath, [.. Enumerable.Repeat((byte)0x5A, 16 * 1024)], TestContext.Current.CancellationToken);
        await NotStartingAsync(store, server, "move it away");

        int before = server.Arrived;
        File.Move(store.FilePath, $"{store.FilePath}.damaged");
        using WorkerProcess next = WorkerProcess.Start(store.Connection, server.Address);
        await next.EnqueueAsync(100);
        await next.UntilAsync(() => server.Arrived == before + 100, "all is delivered");
    }

    [Theory]
    [MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task Rows_that_are_damaged_are_dead_lettered_and_the_rest_is_delivered(StoreKind kind)
    {
        using FaultStore store = await FaultStore.CreateAsync(kind, postgres, mariaDb);
        await using CountingServer server = await CountingServer.StartAsync();
        bool isDown = true;
        server.Interfere = (context, _) =>
        {
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            return Task.FromResult(isDown);
        };
        using (WorkerProcess worker = WorkerProcess.Start(store.Connection, server.Address))
        {
            await worker.EnqueueAsync(200);
            await worker.KillAsync();
        }

        store.DamageRows(5);
        isDown = false;
        using WorkerProcess next = WorkerProcess.Start(store.Connection, server.Address);
        await next.UntilEmptyAsync(store, "the rest is delivered");

        Assert.Equal((195, 5), (server.Arrived, store.CountDeadLettered()));

        // A console logger writes a little later.
        await next.UntilAsync(() => next.Log.Count(line => line.Contains("unreadable", StringComparison.Ordinal)) == 5, "it says so of each");
    }

    private static async Task NotStartingAsync(FaultStore store, CountingServer server, string advice)
    {
        using WorkerProcess worker = WorkerProcess.Start(store.Connection, server.Address);
        await worker.UntilAsync(() => worker.HasExited && worker.Refused.Count > 0, "the host does not start");
        Assert.Contains(advice, Assert.Single(worker.Refused), StringComparison.Ordinal);
    }
}
