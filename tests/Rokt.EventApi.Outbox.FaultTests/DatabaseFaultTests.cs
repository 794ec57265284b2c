using MySqlConnector;
using Npgsql;
using Rokt.EventApi.Outbox.Tests.Stores;

namespace Rokt.EventApi.Outbox.FaultTests;

/// <summary>A database that refuses, goes silent, or stands behind a pooler, in the middle of a drain.</summary>
public sealed class DatabaseFaultTests(PostgresServer postgres, MariaDbServer mariaDb, ITestOutputHelper output)
{
    private const int Conversions = 1500;
    private const string Failure = "The outbox failed";

    // In seconds, with what is left to deliver then.
    private const int LongestHealing = 60;

    public static TheoryData<StoreKind, string> Rights => new()
    {
        { StoreKind.EfPostgres, "DELETE" },
        { StoreKind.EfPostgres, "UPDATE" },
        { StoreKind.Postgres, "DELETE" },
        { StoreKind.Postgres, "UPDATE" },
        { StoreKind.MariaDb, "DELETE" },
        { StoreKind.MariaDb, "UPDATE" },
    };

    [Theory]
    [MemberData(nameof(Rights))]
    public async Task When_a_right_is_revoked_a_drain_stops_a_restart_sends_nothing_and_it_heals_when_the_right_is_granted(StoreKind kind, string right)
    {
        using FaultStore store = await FaultStore.CreateAsync(kind, postgres, mariaDb);
        await using CountingServer server = await CountingServer.StartAsync();
        FaultStore limited = CreateUser(store, out string user);
        using (WorkerProcess worker = WorkerProcess.Start(limited.Connection, server.Address, rate: "100"))
        {
            await worker.EnqueuePausedAsync(Conversions);
            await worker.UntilAsync(() => server.Arrived > 60, "it delivers");
            store.Scalar($"REVOKE {right} ON rokt_outbox FROM {user}");
            if (right == "DELETE")
            {
                await worker.UntilLoggedAsync(Failure, "it says so");
            }

            await worker.KillAsync();
        }

        await server.EndedAsync();
        store.EndLease();
        int before = server.Arrived;
        int inFlight = before + (int)store.CountPending() - Conversions;
        using WorkerProcess next = WorkerProcess.Start(limited.Connection, server.Address);
        await next.UntilLoggedAsync(Failure, "it says so");

        // Longer than the longest wait between two attempts.
        await Task.Delay(TimeSpan.FromSeconds(6), TestContext.Current.CancellationToken);
        Assert.Equal((before, 0), (server.Arrived, server.Duplicates));
        store.Scalar($"GRANT {right} ON rokt_outbox TO {user}");
        await next.UntilEmptyAsync(store, "it heals", LongestHealing);

        output.WriteLine($"{kind}, {right} refused: {Conversions} stored, {server.Arrived} delivered, {server.Duplicates} repeated of {inFlight} in flight, {store.CountDeadLettered()} dead-lettered.");
        Assert.Equal((Conversions, 0L), (server.Arrived, store.CountDeadLettered()));
        Assert.InRange(server.Duplicates, 0, inFlight);
    }

    [Theory]
    [MemberData(nameof(Rights))]
    public async Task While_a_right_is_missing_nothing_is_sent_and_the_same_process_delivers_all_once_when_it_is_granted(StoreKind kind, string right)
    {
        using FaultStore store = await FaultStore.CreateAsync(kind, postgres, mariaDb);
        await using CountingServer server = await CountingServer.StartAsync();
        FaultStore limited = CreateUser(store, out string user);
        using WorkerProcess worker = WorkerProcess.Start(limited.Connection, server.Address, rate: "100");

        // Without UPDATE it delivers until its lease has run out: a thousand, and no more for the time that it takes to store them.
        await worker.EnqueuePausedAsync(right == "UPDATE" ? Conversions : 300);
        await worker.UntilAsync(() => server.Arrived > 60, "it delivers");
        store.Scalar($"REVOKE {right} ON {(right == "UPDATE" ? "rokt_outbox_lease" : "rokt_outbox")} FROM {user}");
        await worker.UntilLoggedAsync(Failure, "it says so");
        await Task.Delay(TimeSpan.FromSeconds(12), TestContext.Current.CancellationToken);
        int before = server.Arrived;
        await Task.Delay(TimeSpan.FromSeconds(2), TestContext.Current.CancellationToken);
        Assert.Equal(before, server.Arrived);
        Assert.InRange(store.CountPending(), 1, Conversions);
        store.Scalar($"GRANT {right} ON {(right == "UPDATE" ? "rokt_outbox_lease" : "rokt_outbox")} TO {user}");
        await worker.UntilEmptyAsync(store, "it heals", LongestHealing);

        server.AssertCounts(store, worker.Stored);
    }

    [Theory]
    [InlineData(StoreKind.EfPostgres)]
    [InlineData(StoreKind.Postgres)]
    [InlineData(StoreKind.MariaDb)]
    public async Task A_connection_that_goes_silent_for_20_seconds_repeats_nothing_beyond_what_was_in_flight_and_heals(StoreKind kind)
    {
        using FaultStore store = await FaultStore.CreateAsync(kind, postgres, mariaDb);
        await using CountingServer server = await CountingServer.StartAsync();
        using var cut = new CutConnection(kind == StoreKind.MariaDb
            ? (int)new MySqlConnectionStringBuilder(store.Address).Port
            : new NpgsqlConnectionStringBuilder(store.Address).Port);
        string through = kind == StoreKind.MariaDb
            ? new MySqlConnectionStringBuilder(store.Address) { Port = (uint)cut.Port }.ConnectionString
            : new NpgsqlConnectionStringBuilder(store.Address) { Port = cut.Port }.ConnectionString;
        using WorkerProcess worker = WorkerProcess.Start(store.Through(through).Connection, server.Address, rate: "100");
        await worker.EnqueuePausedAsync(Conversions);
        await worker.UntilAsync(() => server.Arrived > 60, "it delivers");

        cut.Cut();
        await Task.Delay(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
        int before = server.Arrived;
        int inFlight = before + (int)store.CountPending() - Conversions;
        cut.Restore();
        TimeSpan healed = await worker.UntilAsync(() => server.Arrived > before, "it heals", LongestHealing);
        await worker.UntilEmptyAsync(store, "all is delivered", LongestHealing);

        output.WriteLine($"{kind}, silent for 20 s, delivers again {healed.TotalSeconds:0.0} s later: {Conversions} stored, {server.Arrived} delivered, {server.Duplicates} repeated of {inFlight} in flight, {store.CountDeadLettered()} dead-lettered.");
        Assert.Equal((Conversions, 0L), (server.Arrived, store.CountDeadLettered()));
        Assert.InRange(server.Duplicates, 0, Math.Max(0, inFlight));
    }

    [Theory]
    [InlineData(StoreKind.EfPostgres)]
    [InlineData(StoreKind.Postgres)]
    public async Task Behind_PgBouncer_in_transaction_mode_all_is_delivered_once_and_another_takes_over(StoreKind kind)
    {
        using FaultStore store = await FaultStore.CreateAsync(kind, postgres, mariaDb);
        await using CountingServer server = await CountingServer.StartAsync();
        using PgBouncer bouncer = await PgBouncer.StartAsync(store.Address);
        FaultStore behind = store.Through(bouncer.Connection);
        using (WorkerProcess first = WorkerProcess.Start(behind.Connection, server.AddressOf("first"), rate: "270"))
        {
            await first.EnqueuePausedAsync(Conversions);
            await first.UntilAsync(() => server.Arrived > 200, "it delivers");
            await first.EndAsync();
            Assert.InRange(server.Arrived, 200, Conversions - 1);
        }

        using WorkerProcess second = WorkerProcess.Start(behind.Connection, server.AddressOf("second"));
        await second.UntilEmptyAsync(store, "the second delivers the rest");

        output.WriteLine($"{kind} behind PgBouncer: {Conversions} stored, {server.Arrived} delivered, {server.Duplicates} repeated, {store.CountDeadLettered()} dead-lettered.");
        Assert.Equal((Conversions, 0, 0L), (server.Arrived, server.Duplicates, store.CountDeadLettered()));
    }

    // A user who may do to the tables what the outbox needs, and no more.
    private static FaultStore CreateUser(FaultStore store, out string user)
    {
        string name = $"u{Guid.NewGuid():N}"[..12];
        if (store.Kind == StoreKind.MariaDb)
        {
            user = $"'{name}'@'127.0.0.1'";
            store.Scalar($"CREATE USER {user} IDENTIFIED BY 'shop'");
            store.Scalar($"GRANT SELECT, INSERT, UPDATE, DELETE ON rokt_outbox TO {user}");
            store.Scalar($"GRANT SELECT, INSERT, UPDATE, DELETE ON rokt_outbox_lease TO {user}");
            return store.Through(new MySqlConnectionStringBuilder(store.Address) { UserID = name }.ConnectionString);
        }

        user = name;
        store.Scalar($"CREATE ROLE {user} LOGIN; GRANT SELECT, INSERT, UPDATE, DELETE ON rokt_outbox, rokt_outbox_lease TO {user}");
        return store.Through(new NpgsqlConnectionStringBuilder(store.Address) { Username = user }.ConnectionString);
    }
}
