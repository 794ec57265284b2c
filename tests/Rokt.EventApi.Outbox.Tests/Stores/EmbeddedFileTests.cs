using System.Text;
using Microsoft.Data.Sqlite;
using Rokt.EventApi.Outbox.Relational;
using Rokt.EventApi.Outbox.Sqlite;
using Rokt.EventApi.Outbox.Sqlite.Storage;
using Rokt.EventApi.Outbox.Storage;

namespace Rokt.EventApi.Outbox.Tests.Stores;

/// <summary>What can happen to the file of the embedded store.</summary>
public sealed class EmbeddedFileTests : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("outbox-");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string File => Path.Combine(_folder.FullName, "outbox.db");

    public ValueTask DisposeAsync()
    {
        _folder.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Its_owner_alone_may_read_it()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no file modes.");
        using RelationalOutboxStore store = Open();
        await AddAsync(store, "a");

        Assert.All(_folder.EnumerateFiles(), file => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, file.UnixFileMode));
        Assert.Contains(_folder.EnumerateFiles(), file => file.Name == "outbox.db-wal");
    }

    [Fact]
    public async Task A_second_process_gets_an_error_that_the_file_is_in_use()
    {
        using RelationalOutboxStore first = Open();
        await AddAsync(first, "a");
        using RelationalOutboxStore second = Open();

        var exception = await Assert.ThrowsAsync<OutboxException>(() => AddAsync(second, "b"));

        Assert.Contains("another process", exception.Message, StringComparison.Ordinal);
        Assert.Contains("UseDatabase", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_stored_is_there_when_the_file_is_opened_again()
    {
        using (RelationalOutboxStore first = Open())
        {
            await AddAsync(first, "a");
        }

        using RelationalOutboxStore second = Open();

        Assert.Equal(["a"], await ReadAsync(second));
    }

    [Fact]
    public async Task A_missing_folder_is_reported_until_it_is_created()
    {
        string path = Path.Combine(_folder.FullName, "later", "outbox.db");
        using var store = Open(new OutboxFileOptions { Path = path });

        Assert.Contains("folder", (await Assert.ThrowsAsync<OutboxException>(() => AddAsync(store, "a"))).Message, StringComparison.Ordinal);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await AddAsync(store, "b");

        Assert.Equal(["b"], await ReadAsync(store));
    }

    [Fact]
    public async Task A_file_that_is_no_database_is_reported_until_it_is_moved_away()
    {
        await System.IO.File.WriteAllTextAsync(File, new string('x', 8192), Cancellation);
        using RelationalOutboxStore store = Open();

        Assert.Contains("damaged", (await Assert.ThrowsAsync<OutboxException>(() => AddAsync(store, "a"))).Message, StringComparison.Ordinal);
        System.IO.File.Move(File, $"{File}.damaged");
        await AddAsync(store, "b");

        Assert.Equal(["b"], await ReadAsync(store));
    }

    [Fact]
    public async Task A_file_that_was_deleted_is_reported_and_a_new_one_is_created()
    {
        using RelationalOutboxStore store = Open();
        await AddAsync(store, "a");
        foreach (FileInfo file in _folder.EnumerateFiles())
        {
            file.Delete();
        }

        Assert.Contains("deleted", (await Assert.ThrowsAsync<OutboxException>(() => AddAsync(store, "b"))).Message, StringComparison.Ordinal);
        await AddAsync(store, "c");

        Assert.Equal(["c"], await ReadAsync(store));
    }

    [Fact]
    public async Task At_its_size_limit_it_takes_no_more_keeps_what_it_has_and_takes_more_when_rows_are_deleted()
    {
        using var store = Open(new OutboxFileOptions { Path = File, MaxBytes = 1024 * 1024 });
        int stored = 0;
        var exception = await Assert.ThrowsAsync<OutboxException>(async () =>
        {
            for (; stored < 1000; stored++)
            {
                await AddAsync(store, new string('x', 10_000));
            }
        });
        Assert.Contains("MaxBytes", exception.Message, StringComparison.Ordinal);
        IReadOnlyList<OutboxRow> rows = await store.ReadAsync(Position.Start, 1000, withAhead: false, 1000, Cancellation);
        Assert.Equal(stored, rows.Count);

        await store.DeleteAsync([.. rows.Take(20).Select(row => row.Id)], Cancellation);

        await AddAsync(store, new string('x', 10_000));
    }

    [Fact]
    public async Task At_its_size_limit_what_is_delivered_is_still_recorded_in_the_ledger()
    {
        using var store = new RelationalOutboxStore(
            "", new FileDatabase(new OutboxFileOptions { Path = File, MaxBytes = 1024 * 1024 }, TimeProvider.System), TimeProvider.System, keepsLedger: true);
        await Assert.ThrowsAsync<OutboxException>(async () =>
        {
            for (int stored = 0; stored < 100_000; stored++)
            {
                await AddAsync(store, "x");
            }
        });
        IReadOnlyList<OutboxRow> rows = await store.ReadAsync(Position.Start, 1000, withAhead: false, 256, Cancellation);

        await store.DeleteAsync([.. rows.Select(row => row.Id)], Cancellation);

        Assert.DoesNotContain(rows[0].Id, (await store.ReadAsync(Position.Start, 1000, withAhead: false, 256, Cancellation)).Select(row => row.Id));
        await Assert.ThrowsAsync<OutboxException>(() => AddAsync(store, new string('x', 2_000_000)));
    }

    [Fact]
    public async Task What_is_too_large_for_its_size_limit_does_not_fail_what_is_committed_with_it()
    {
        using var store = Open(new OutboxFileOptions { Path = File, MaxBytes = 1024 * 1024 });
        for (int i = 0; i < 10; i++)
        {
            await AddAsync(store, new string('x', 10_000));
        }

        IReadOnlyList<OutboxRow> rows = await store.ReadAsync(Position.Start, 1000, withAhead: false, 1000, Cancellation);
        using var other = new SqliteConnection($"Data Source={File};Pooling=False");
        other.Open();
        Task[] writes;
        using (SqliteTransaction transaction = other.BeginTransaction())
        {
            // All of them wait for the lock, and are committed together.
            Task first = AddAsync(store, "first");
            writes =
            [
                first,
                AddAsync(store, new string('x', 2_000_000)),
                store.DeleteAsync([.. rows.Select(row => row.Id)], Cancellation),
                AddAsync(store, "last"),
            ];
            transaction.Commit();
            await first;
        }

        var exception = await Assert.ThrowsAsync<OutboxException>(() => Task.WhenAll(writes));
        Assert.Contains("MaxBytes", exception.Message, StringComparison.Ordinal);
        Assert.Equal(1, writes.Count(write => write.IsFaulted));
        Assert.Equal(["first", "last"], await ReadAsync(store));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    public async Task A_lock_that_another_process_holds_for_a_while_is_waited_for(int seconds)
    {
        using RelationalOutboxStore store = Open();
        await AddAsync(store, "a");
        using var other = new SqliteConnection($"Data Source={File};Pooling=False");
        other.Open();
        using (SqliteTransaction transaction = other.BeginTransaction())
        {
            using SqliteCommand command = other.CreateCommand();
            command.CommandText = "UPDATE rokt_outbox SET version = version";
            command.ExecuteNonQuery();
            Task adding = AddAsync(store, "b");
            await Task.Delay(TimeSpan.FromSeconds(seconds), Cancellation);
            Assert.False(adding.IsCompleted);

            // Reading continues meanwhile.
            Assert.Equal(["a"], await ReadAsync(store));
            transaction.Commit();
            await adding;
        }

        Assert.Equal(["a", "b"], await ReadAsync(store));
    }

    [Fact]
    public async Task A_file_of_the_first_version_is_upgraded_with_what_it_holds()
    {
        CreateFirstVersion("INSERT INTO rokt_outbox VALUES ('00000001-0000-0000-0000-000000000000', '', CAST('a' AS BLOB), 1, 100, 100, 100, 0, 0, NULL);");

        for (int i = 0; i < 2; i++)
        {
            using var store = new RelationalOutboxStore("", new FileDatabase(new OutboxFileOptions { Path = File }, TimeProvider.System), TimeProvider.System, keepsLedger: true);
            NewRow row = Rows.New("b") with { ConfirmationRef = "4711" };
            await store.AddAsync(row, Cancellation);
            Assert.Equal(["a", "b"], (await ReadAsync(store)).Order(StringComparer.Ordinal));
            await store.DeleteAsync([row.Id], Cancellation);
            Assert.Equal(i + 1, (await store.Operator.FindAsync("4711", 10, Cancellation)).Count);
            LeaseRow lease = await store.Lease.ReadAsync(Cancellation);
            Assert.True(await store.Lease.TryReplaceAsync(lease, lease with { Beat = lease.Beat + 1, Holder = "web-3", Cause = "unavailable 503" }, Cancellation));
            LeaseRow read = await store.Lease.ReadAsync(Cancellation);
            Assert.Equal(("web-3", "unavailable 503"), (read.Holder, read.Cause));
        }
    }

    [Fact]
    public async Task A_file_of_the_first_version_that_has_reached_its_limit_is_upgraded_and_delivers_what_it_holds()
    {
        const int Limit = 1024 * 1024;
        CreateFirstVersion("""
            WITH RECURSIVE numbers(number) AS (SELECT 1 UNION ALL SELECT number + 1 FROM numbers WHERE number < 1200)
            INSERT INTO rokt_outbox SELECT printf('%08X-0000-0000-0000-000000000000', number), '', randomblob(700), 1, 100, 100, 100, 0, 0, NULL FROM numbers;
            """);
        Assert.True(new FileInfo(File).Length > Limit);
        using RelationalOutboxStore store = Open(new OutboxFileOptions { Path = File, MaxBytes = Limit });

        await Assert.ThrowsAsync<OutboxException>(() => AddAsync(store, new string('x', 10_000)));
        IReadOnlyList<OutboxRow> rows = await store.ReadAsync(Position.Start, 1000, withAhead: false, 2000, Cancellation);
        await store.DeleteAsync([.. rows.Select(row => row.Id)], Cancellation);
        await AddAsync(store, "b");

        Assert.Equal(1200, rows.Count);
        Assert.Equal(["b"], await ReadAsync(store));
    }

    [Fact]
    public async Task A_file_of_a_newer_version_is_not_touched()
    {
        using (RelationalOutboxStore store = Open())
        {
            await AddAsync(store, "a");
        }

        using (var connection = new SqliteConnection($"Data Source={File};Pooling=False"))
        {
            connection.Open();
            using SqliteCommand command = connection.CreateCommand();
            command.CommandText = "PRAGMA user_version = 99";
            command.ExecuteNonQuery();
        }

        using RelationalOutboxStore newer = Open();
        Assert.Contains("newer version", (await Assert.ThrowsAsync<OutboxException>(() => AddAsync(newer, "b"))).Message, StringComparison.Ordinal);
    }

    private void CreateFirstVersion(string rows)
    {
        using var connection = new SqliteConnection($"Data Source={File};Pooling=False");
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // The tests' own text.
        command.CommandText = $"""
            CREATE TABLE rokt_outbox (
                id TEXT NOT NULL PRIMARY KEY, account TEXT NOT NULL, payload BLOB NOT NULL, version INTEGER NOT NULL, created INTEGER NOT NULL,
                due INTEGER NOT NULL, updated INTEGER NOT NULL, failures INTEGER NOT NULL, state INTEGER NOT NULL, reason TEXT NULL);
            CREATE INDEX rokt_outbox_due ON rokt_outbox (account, state, due, id, created);
            CREATE TABLE rokt_outbox_lease (
                account TEXT NOT NULL PRIMARY KEY, owner TEXT NULL, beat INTEGER NOT NULL, state INTEGER NOT NULL, paused INTEGER NOT NULL,
                pending INTEGER NOT NULL, dead_lettered INTEGER NOT NULL);
            {rows}
            PRAGMA user_version = 1;
            """;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }

    private RelationalOutboxStore Open() => Open(new OutboxFileOptions { Path = File, LockTimeout = TimeSpan.FromSeconds(30) });

    private static RelationalOutboxStore Open(OutboxFileOptions options) => new("", new FileDatabase(options, TimeProvider.System), TimeProvider.System);

    private static Task AddAsync(RelationalOutboxStore store, string payload) =>
        store.AddAsync(Rows.New(payload), Cancellation);

    private static async Task<IEnumerable<string>> ReadAsync(RelationalOutboxStore store) =>
        (await store.ReadAsync(Position.Start, 1000, withAhead: false, 100, Cancellation)).Select(row => Encoding.UTF8.GetString(row.Payload));
}
