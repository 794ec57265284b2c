using System.Text;
using Rokt.EventApi.Outbox.Relational;
using Rokt.EventApi.Outbox.Sqlite;
using Rokt.EventApi.Outbox.Sqlite.Storage;
using Rokt.EventApi.Outbox.Storage;
using Rokt.EventApi.Outbox.Tests.Delivery;

namespace Rokt.EventApi.Outbox.Tests.Stores;

/// <summary>What is left in the file of what was delivered: nothing of a customer, and little space.</summary>
public sealed class FileTraceTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("outbox-");
    private readonly RelationalOutboxStore _store;

    public FileTraceTests() => _store = new RelationalOutboxStore(
        "", new FileDatabase(new OutboxFileOptions { Path = FilePath }, TimeProvider.System), TimeProvider.System);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string FilePath => Path.Combine(_folder.FullName, "outbox.db");

    public void Dispose()
    {
        _store.Dispose();
        _folder.Delete(recursive: true);
    }

    [Theory]
    [InlineData(20, 900)]
    [InlineData(20, 20_000)]
    [InlineData(1000, 900)]
    public async Task Nothing_of_a_delivered_conversion_is_left_on_the_disk(int count, int length)
    {
        const string Email = "john.doe@example.com";
        string payload = string.Concat(Enumerable.Repeat($"{{\"email\":\"{Email}\"}}", length / 30));
        List<NewRow> rows = [.. Enumerable.Range(0, count).Select(_ => Rows.New(payload))];
        await Task.WhenAll(rows.Select(row => _store.AddAsync(row, Cancellation)));
        Assert.True(Traces(Email) > 0);

        // Half of them were postponed meanwhile.
        foreach (NewRow row in rows.Take(count / 2))
        {
            await _store.PostponeAsync(row.Id, 200, 300, 1, "unavailable 503", Cancellation);
        }

        foreach (NewRow[] some in rows.Chunk(7))
        {
            await _store.DeleteAsync([.. some.Select(row => row.Id)], Cancellation);
        }

        await OutboxHost.UntilAsync(() => Task.FromResult(Traces(Email) == 0), "no trace is left");
    }

    [Fact]
    public async Task The_file_gives_its_space_back_while_conversions_are_stored_and_delivered()
    {
        List<NewRow> rows = [.. Enumerable.Range(0, 4000).Select(i => Rows.New(new string('x', 10_000), created: 100 + i))];
        await Task.WhenAll(rows.Select(row => _store.AddAsync(row, Cancellation)));
        long full = Size();
        foreach (NewRow[] some in rows.Chunk(100))
        {
            await _store.DeleteAsync([.. some.Select(row => row.Id)], Cancellation);
            await _store.AddAsync(Rows.New("new"), Cancellation);
        }

        await OutboxHost.UntilAsync(() => Task.FromResult(Size() < 4_000_000), $"it shrinks from {full}");
        Assert.True(full > 40_000_000);
        Assert.Equal(40, (await _store.ReadDepthAsync(Cancellation)).Pending);
    }

    [Fact]
    public async Task The_file_shrinks_in_the_middle_of_a_drain_that_never_pauses()
    {
        List<NewRow> rows = [.. Enumerable.Range(0, 6000).Select(i => Rows.New(new string('x', 10_000), created: 100 + i))];
        await Task.WhenAll(rows.Select(row => _store.AddAsync(row, Cancellation)));
        long full = Size();
        using var stop = new CancellationTokenSource();
        Task busy = Task.Run(
            async () =>
            {
                while (!stop.IsCancellationRequested)
                {
                    await _store.AddAsync(Rows.New("new"), Cancellation);
                }
            },
            Cancellation);
        await _store.DeleteAsync([.. rows.Select(row => row.Id)], Cancellation);

        await OutboxHost.UntilAsync(() => Task.FromResult(Size() < full / 2), $"it shrinks from {full}");
        await stop.CancelAsync();
        await busy;
    }

    private long Size() => new FileInfo(FilePath).Length + new FileInfo($"{FilePath}-wal").Length;

    private int Traces(string text)
    {
        int traces = 0;
        foreach (FileInfo file in _folder.EnumerateFiles().Where(file => !file.Name.EndsWith(".lock", StringComparison.Ordinal)))
        {
            using var stream = new FileStream(file.FullName, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);

            // To its end, for it shrinks while it is read.
            using var copy = new MemoryStream();
            stream.CopyTo(copy);
            traces += Encoding.Latin1.GetString(copy.ToArray()).Split(text).Length - 1;
        }

        return traces;
    }
}
