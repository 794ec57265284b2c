using System.Collections.Concurrent;
using System.Runtime.Versioning;
using System.Text;
using Rokt.EventApi.Outbox.Relational;
using Rokt.EventApi.Outbox.Sqlite;
using Rokt.EventApi.Outbox.Sqlite.Storage;
using Rokt.EventApi.Outbox.Storage;

namespace Rokt.EventApi.Outbox.Tests.Stores;

/// <summary>Which file it is, and whose.</summary>
[SupportedOSPlatform("linux")]
public sealed class FileIdentityTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("outbox-");

    public FileIdentityTests() => Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux lets an open file be replaced, and has file modes.");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string FilePath => Path.Combine(_folder.FullName, "outbox.db");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task A_file_that_was_replaced_is_reported_and_the_new_one_is_used()
    {
        string backup = await BackupWithAsync("old");
        using RelationalOutboxStore store = Open();
        await AddAsync(store, "lost");

        File.Move(backup, FilePath, overwrite: true);

        Assert.Contains("replaced", (await Assert.ThrowsAsync<OutboxException>(() => AddAsync(store, "refused"))).Message, StringComparison.Ordinal);
        await AddAsync(store, "new");
        Assert.Equal(["old", "new"], await ReadAsync(store));
    }

    [Fact]
    public async Task What_is_acknowledged_while_the_file_is_replaced_is_in_the_new_file()
    {
        string backup = await BackupWithAsync("old");
        using RelationalOutboxStore store = Open();
        await AddAsync(store, "first");
        var acknowledged = new ConcurrentQueue<string>();
        bool isReplaced = false;
        Task[] writers = [.. Enumerable.Range(0, 8).Select(writer => Task.Run(
            async () =>
            {
                for (int i = 0; i < 50; i++)
                {
                    bool isAfter = Volatile.Read(ref isReplaced);
                    try
                    {
                        await AddAsync(store, $"{writer}-{i}");
                        if (isAfter)
                        {
                            acknowledged.Enqueue($"{writer}-{i}");
                        }
                    }
                    catch (OutboxException)
                    {
                        // It is the application that is told.
                    }
                }
            },
            Cancellation))];
        await Task.Delay(20, Cancellation);
        File.Move(backup, FilePath, overwrite: true);
        Volatile.Write(ref isReplaced, true);
        await Task.WhenAll(writers);
        await AddAsync(store, "last");

        IEnumerable<string> rows = await ReadAsync(store);
        Assert.Empty(acknowledged.Append("last").Except(rows));
        Assert.Contains("old", rows);
    }

    [Fact]
    public async Task Reading_notices_that_the_file_was_replaced_and_reads_the_new_one()
    {
        string backup = await BackupWithAsync("old");
        using RelationalOutboxStore store = Open();
        await AddAsync(store, "lost");
        Assert.Equal(["lost"], await ReadAsync(store));

        File.Move(backup, FilePath, overwrite: true);

        await Assert.ThrowsAsync<OutboxException>(() => ReadAsync(store));
        Assert.Equal(["old"], await ReadAsync(store));
    }

    [Fact]
    public async Task A_replaced_file_is_reported_to_the_next_writer_although_its_log_was_to_be_emptied_in_between()
    {
        string backup = await BackupWithAsync("old");
        using RelationalOutboxStore store = Open();
        await AddAsync(store, "lost");

        File.Move(backup, FilePath, overwrite: true);

        // What was written is tidied half a second later, and nobody waits for that.
        await Task.Delay(TimeSpan.FromSeconds(1.5), Cancellation);
        Assert.Contains("replaced", (await Assert.ThrowsAsync<OutboxException>(() => AddAsync(store, "refused"))).Message, StringComparison.Ordinal);
        await AddAsync(store, "new");
        Assert.Equal(["old", "new"], await ReadAsync(store));
    }

    [Fact]
    public async Task A_process_that_is_about_to_end_is_waited_for()
    {
        RelationalOutboxStore first = Open();
        await AddAsync(first, "a");
        using RelationalOutboxStore second = Open();

        Task adding = AddAsync(second, "b");
        Task<Depth> counting = second.ReadDepthAsync(Cancellation);
        await Task.Delay(TimeSpan.FromMilliseconds(300), Cancellation);
        Assert.False(adding.IsCompleted || counting.IsCompleted);
        first.Dispose();

        await Task.WhenAll(adding, counting);
        Assert.Equal(["a", "b"], await ReadAsync(second));
    }

    [Fact]
    public async Task It_is_waited_for_as_long_as_the_option_says()
    {
        using RelationalOutboxStore first = Open();
        await AddAsync(first, "a");
        using RelationalOutboxStore second = Open(TimeSpan.Zero);

        var exception = await Assert.ThrowsAsync<OutboxException>(() => AddAsync(second, "b"));

        Assert.Contains("another process", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_lock_that_was_deleted_is_made_again_before_anybody_else_takes_the_file()
    {
        using RelationalOutboxStore first = Open();
        await AddAsync(first, "a");
        using RelationalOutboxStore second = Open(TimeSpan.Zero);

        File.Delete($"{FilePath}.lock");
        await AddAsync(first, "b");

        await Assert.ThrowsAsync<OutboxException>(() => AddAsync(second, "c"));
        Assert.Equal(["a", "b"], await ReadAsync(first));
    }

    [Fact]
    public async Task Two_processes_never_use_the_file_at_once_though_the_lock_was_deleted()
    {
        using RelationalOutboxStore first = Open(TimeSpan.Zero);
        await AddAsync(first, "a");
        using RelationalOutboxStore second = Open(TimeSpan.Zero);

        File.Delete($"{FilePath}.lock");
        await AddAsync(second, "b");

        await Assert.ThrowsAsync<OutboxException>(() => AddAsync(first, "c"));
        Assert.Equal(["a", "b"], await ReadAsync(second));
    }

    [Theory]
    [InlineData("outbox.db")]
    [InlineData("outbox.db-wal")]
    [InlineData("outbox.db-shm")]
    [InlineData("outbox.db.lock")]
    [InlineData("outbox.db.reserve")]
    public async Task What_others_can_read_is_taken_from_them(string name)
    {
        using (RelationalOutboxStore store = Open())
        {
            await AddAsync(store, "a");
        }

        string path = Path.Combine(_folder.FullName, name);
        if (!File.Exists(path))
        {
            // SQLite deletes its files when the last connection is closed, and leaves them in a crash.
            await File.WriteAllBytesAsync(path, [0], Cancellation);
        }

        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        using RelationalOutboxStore again = Open();
        await AddAsync(again, "b");

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
    }

    [Theory]
    [InlineData("outbox.db")]
    [InlineData("outbox.db.lock")]
    [InlineData("outbox.db-wal")]
    [InlineData("outbox.db-shm")]
    public async Task A_link_in_place_of_a_file_is_refused(string name)
    {
        string target = Path.Combine(_folder.FullName, "target");
        await File.WriteAllTextAsync(target, "", Cancellation);
        File.CreateSymbolicLink(Path.Combine(_folder.FullName, name), target);
        using RelationalOutboxStore store = Open();

        var exception = await Assert.ThrowsAsync<OutboxException>(() => AddAsync(store, "a"));

        Assert.Contains("is a link", exception.Message, StringComparison.Ordinal);
        Assert.Equal("", await File.ReadAllTextAsync(target, Cancellation));
    }

    [Fact]
    public async Task A_link_in_place_of_the_reserve_is_removed_and_its_target_left_alone()
    {
        string target = Path.Combine(_folder.FullName, "target");
        await File.WriteAllTextAsync(target, "precious", Cancellation);
        File.CreateSymbolicLink($"{FilePath}.reserve", target);
        using RelationalOutboxStore store = Open();

        await AddAsync(store, "a");

        Assert.Equal("precious", await File.ReadAllTextAsync(target, Cancellation));
        Assert.Null(new FileInfo($"{FilePath}.reserve").LinkTarget);
    }

    // A file with a row in it, as a backup has it, and none in place.
    private async Task<string> BackupWithAsync(string payload)
    {
        using (RelationalOutboxStore store = Open())
        {
            await AddAsync(store, payload);
        }

        string backup = Path.Combine(_folder.FullName, "backup.db");
        File.Move(FilePath, backup);
        return backup;
    }

    private RelationalOutboxStore Open(TimeSpan? lockTimeout = null) => new(
        "", new FileDatabase(new OutboxFileOptions { Path = FilePath, LockTimeout = lockTimeout ?? TimeSpan.FromSeconds(30) }, TimeProvider.System), TimeProvider.System);

    private static Task AddAsync(RelationalOutboxStore store, string payload) => store.AddAsync(Rows.New(payload), Cancellation);

    private static async Task<IEnumerable<string>> ReadAsync(RelationalOutboxStore store) =>
        [.. (await store.ReadAsync(Position.Start, 1000, withAhead: false, 10_000, Cancellation)).Select(row => Encoding.UTF8.GetString(row.Payload))];
}
