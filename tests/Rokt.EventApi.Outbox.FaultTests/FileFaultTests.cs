using System.Diagnostics;
using Microsoft.Data.Sqlite;
using Rokt.EventApi.Outbox.Tests.Stores;

namespace Rokt.EventApi.Outbox.FaultTests;

/// <summary>What happens to the embedded store's file and disk while a process uses it.</summary>
public sealed class FileFaultTests(PostgresServer postgres, MariaDbServer mariaDb, ITestOutputHelper output)
{
    [Fact]
    public async Task A_full_disk_is_reported_to_the_caller_and_what_is_stored_drains_without_anybody_freeing_space()
    {
        // Little more than a new file needs: it is to be full.
        using var disk = new SmallDisk(megabytes: 24);
        using FaultStore store = await FaultStore.CreateOnAsync(StoreKind.File, disk);
        await using CountingServer server = await CountingServer.StartAsync();
        server.IsDown = true;
        using WorkerProcess worker = WorkerProcess.Start(store.Connection, server.Address, enqueue: 1_000_000);
        await worker.UntilAsync(() => worker.Refused.Count >= 50, "the disk is full");
        int whenFull = worker.Stored.Count;

        // The writers keep trying all the time.
        server.IsDown = false;
        await worker.UntilAsync(() => server.Arrived >= whenFull, "what was stored is delivered");
        await worker.UntilAsync(() => worker.Stored.Count > whenFull + 1000, "there is room again");
        await worker.KillAsync();
        await LocalApplication.DrainAsync(store, server.Address);

        output.WriteLine($"Full with {whenFull} conversions; {worker.Refused.Count} were refused, {worker.Stored.Count} stored, {server.Arrived} arrived.");
        Assert.All(worker.Refused, line => Assert.Matches("disk is full|free space", line));
        Assert.All(worker.Stored, reference => Assert.True(server.Has(reference)));
        Assert.All(worker.Refused, line => Assert.False(server.Has(line.Split(' ', ':')[2])));
        server.AssertCounts(store, worker.Stored, mostRepeated: new OutboxOptions().MaxConcurrency, mostUnacknowledged: WorkerProcess.Writers);
    }

    // No reserve is kept beside the shop's own database.
    [Fact]
    public async Task On_a_full_disk_a_shops_own_database_refuses_and_delivers_all_once_when_there_is_space()
    {
        using var disk = new SmallDisk(megabytes: 8);
        using FaultStore store = await FaultStore.CreateOnAsync(StoreKind.EfSqlite, disk);
        await using CountingServer server = await CountingServer.StartAsync();
        server.IsDown = true;
        using WorkerProcess worker = WorkerProcess.Start(store.Connection, server.Address, enqueue: 1_000_000);
        await worker.UntilAsync(() => worker.Refused.Count >= 50, "the disk is full");
        server.IsDown = false;
        disk.Grow(megabytes: 200);
        int whenFull = worker.Stored.Count;
        await worker.UntilAsync(() => server.Arrived >= whenFull && worker.Stored.Count > whenFull + 100, "what was stored is delivered, and more is stored");
        await worker.KillAsync();
        await LocalApplication.DrainAsync(store, server.Address);

        output.WriteLine($"Full with {whenFull} conversions; {worker.Refused.Count} were refused, {worker.Stored.Count} stored, {server.Arrived} arrived, {server.Duplicates} repeated after the kill.");
        Assert.All(worker.Stored, reference => Assert.True(server.Has(reference)));
        Assert.All(worker.Refused, line => Assert.False(server.Has(line.Split(' ', ':')[2])));
        server.AssertCounts(store, worker.Stored, mostRepeated: new OutboxOptions().MaxConcurrency, mostUnacknowledged: WorkerProcess.Writers);
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
            server.IsDown = true;
            await worker.EnqueueAsync(100);
            await worker.EndAsync();
        }

        server.IsDown = false;
        disk.SetReadOnly(true);
        await NotStartingAsync(store, server, message);

        disk.SetReadOnly(false);
        using WorkerProcess next = WorkerProcess.Start(store.Connection, server.Address);
        await next.EnqueueAsync(100);
        await next.UntilAsync(() => server.Arrived == 300, "all is delivered, with what waited");
        await next.UntilEmptyAsync(store, "all is recorded");
        Assert.Equal((100, 0, 0L), (next.Stored.Count, server.Duplicates, store.CountDeadLettered()));
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
        server.AssertCounts(store, worker.Stored);
    }

    // Each would wait for the lock for half a minute, one after the other.
    [Fact]
    public async Task Where_the_application_holds_its_lock_for_long_the_waits_of_many_do_not_add_up()
    {
        using FaultStore store = await FaultStore.CreateAsync(StoreKind.EfSqlite, postgres, mariaDb);
        await using CountingServer server = await CountingServer.StartAsync();
        await using LocalApplication application = await LocalApplication.StartAsync(store, server.Address, TimeProvider.System);
        Task locking = store.LockAsync(TimeSpan.FromSeconds(75));
        var stopwatch = Stopwatch.StartNew();

        TimeSpan[] waits = await Task.WhenAll(Enumerable.Range(0, 8).Select(async number =>
        {
            await Assert.ThrowsAsync<OutboxException>(() => application.EnqueueAsync($"order-{number}"));
            return stopwatch.Elapsed;
        }));
        long before = Stopwatch.GetTimestamp();
        await application.Outbox.GetStatusAsync(TestContext.Current.CancellationToken);
        TimeSpan status = Stopwatch.GetElapsedTime(before);

        output.WriteLine($"8 waited for {waits.Min().TotalSeconds:0} to {waits.Max().TotalSeconds:0} s, the status for {status.TotalSeconds:0.0} s.");
        Assert.InRange(waits.Max(), TimeSpan.FromSeconds(25), TimeSpan.FromSeconds(70));
        Assert.InRange(status, TimeSpan.Zero, TimeSpan.FromSeconds(5));
        await locking;
        await application.EnqueueAsync("after");
        await Eventually.TrueAsync(() => server.Arrived == 1, () => "what is stored afterwards is delivered");
    }

    [Fact]
    public async Task On_a_disk_with_less_space_than_a_new_file_needs_the_host_does_not_start()
    {
        using var disk = new SmallDisk(megabytes: 12);
        using FaultStore store = await FaultStore.CreateOnAsync(StoreKind.File, disk);
        await using CountingServer server = await CountingServer.StartAsync();
        await NotStartingAsync(store, server, "less than 16 MiB of free space");

        disk.Grow(megabytes: 40);
        using WorkerProcess next = WorkerProcess.Start(store.Connection, server.Address);
        await next.EnqueueAsync(100);
        await next.UntilAsync(() => server.Arrived == 100, "all is delivered");
    }

    // Orders and conversions share the file, which is the application's: they are lost together, and the outbox cannot tell.
    [Fact]
    public async Task A_shops_own_database_that_is_replaced_under_it_is_delivered_from_as_it_is_then()
    {
        using FaultStore store = await FaultStore.CreateAsync(StoreKind.EfSqlite, postgres, mariaDb);
        await using CountingServer server = await CountingServer.StartAsync();
        server.IsDown = true;
        using WorkerProcess worker = WorkerProcess.Start(store.Connection, server.Address);
        await worker.EnqueueAsync(20);
        string path = new SqliteConnectionStringBuilder(store.Address).DataSource;
        store.Scalar($"VACUUM INTO '{path}.backup'");
        string[] inBackup = [.. worker.Stored];
        await worker.EnqueueAsync(20);
        string[] afterwards = [.. worker.Stored.Except(inBackup)];

        // As a restore does, at once: SQLite would read the log of one file into the other. It would as well where a connection that has the
        // old file open deletes the log, which it knows by its name alone, when it closes: the worker has none.
        await worker.FreezeWithoutAsync(path);
        File.Delete($"{path}-wal");
        File.Delete($"{path}-shm");
        File.Move($"{path}.backup", path, overwrite: true);
        worker.Thaw();
        await worker.EnqueueAsync(20);
        string[] intoNew = [.. worker.Stored.Except(inBackup).Except(afterwards)];
        server.IsDown = false;
        await worker.UntilEmptyAsync(store, "what is in the new file is delivered");

        output.WriteLine($"{inBackup.Length} in the backup, {afterwards.Count(server.Has)} of {afterwards.Length} stored after it and {intoNew.Count(server.Has)} of {intoNew.Length} stored after it was restored were delivered.");
        Assert.All(inBackup.Concat(intoNew), reference => Assert.True(server.Has(reference)));
        Assert.Equal((20, 0L), (intoNew.Length, store.CountDeadLettered()));
    }

    [Fact]
    public async Task A_file_that_is_deleted_is_reported_to_the_caller_and_a_new_one_is_used()
    {
        using FaultStore store = FaultStore.Embedded();
        await using CountingServer server = await CountingServer.StartAsync();
        using WorkerProcess worker = WorkerProcess.Start(store.Connection, server.Address);
        await worker.EnqueueAsync(100);
        await worker.UntilAsync(() => server.Arrived == 100, "all is delivered");

        // All at once.
        worker.Freeze();
        foreach (string file in Directory.GetFiles(Path.GetDirectoryName(store.FilePath)!))
        {
            File.Delete(file);
        }

        worker.Thaw();

        // The delivery may see it, or a caller.
        await Task.Delay(TimeSpan.FromSeconds(2), TestContext.Current.CancellationToken);
        await worker.EnqueueAsync(100);
        await worker.UntilAsync(() => worker.Log.Concat(worker.Refused).Any(line => line.Contains("was deleted", StringComparison.Ordinal)), "it says so");
        await worker.UntilEmptyAsync(store, "the rest is delivered");
        server.AssertCounts(store, worker.Stored);
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
        await next.UntilEmptyAsync(store, "all is delivered");

        // Of the damaged file, some had arrived.
        server.AssertCounts(store, next.Stored, mostUnacknowledged: before);
    }

    [Theory]
    [MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task Rows_that_are_damaged_are_dead_lettered_and_the_rest_is_delivered(StoreKind kind)
    {
        using FaultStore store = await FaultStore.CreateAsync(kind, postgres, mariaDb);
        await using CountingServer server = await CountingServer.StartAsync();
        server.IsDown = true;
        using (WorkerProcess worker = WorkerProcess.Start(store.Connection, server.Address))
        {
            await worker.EnqueueAsync(200);
            await worker.KillAsync();
        }

        store.EndLease();
        store.DamageRows(5);
        server.IsDown = false;
        using WorkerProcess next = WorkerProcess.Start(store.Connection, server.Address);
        await next.UntilEmptyAsync(store, "the rest is delivered");

        Assert.Equal((195, 0, 5L), (server.Arrived, server.Duplicates, store.CountDeadLettered()));

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
