using System.Text;
using Rokt.EventApi.Outbox.Storage;

namespace Rokt.EventApi.Outbox.Tests.Stores;

/// <summary>What every store does.</summary>
public abstract partial class StoreContract : IAsyncLifetime
{
    private TestStore _test = null!;
    private IOutboxStore _store = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    protected abstract TestStore Create();

    public async ValueTask InitializeAsync()
    {
        _test = Create();
        await _test.InitializeAsync();
        _store = _test.Open();
    }

    public async ValueTask DisposeAsync()
    {
        (_store as IDisposable)?.Dispose();

        if (_test is not null)
        {
            await _test.DisposeAsync();
        }

        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Rows_come_back_as_they_were_in_the_order_in_which_they_are_due()
    {
        await AddAsync(300, "c");
        await AddAsync(100, "a");
        await AddAsync(100, "b");

        IReadOnlyList<OutboxRow> rows = await _store.ReadAsync(Position.Start, 1000, withAhead: false, 10, Cancellation);

        Assert.Equal(["a", "b", "c"], rows.Select(row => Encoding.UTF8.GetString(row.Payload)));
        Assert.Equal([(100, 100, 1, 0), (100, 100, 1, 0), (300, 300, 1, 0)], rows.Select(row => ((int)row.Created, (int)row.Due, row.Version, row.Failures)));
    }

    [Fact]
    public async Task Only_rows_that_are_due_and_behind_the_position_are_read()
    {
        for (int due = 1; due <= 5; due++)
        {
            await AddAsync(due * 100, $"{due}");
        }

        IReadOnlyList<OutboxRow> first = await _store.ReadAsync(Position.Start, 400, withAhead: false, 2, Cancellation);
        IReadOnlyList<OutboxRow> second = await _store.ReadAsync(new Position(first[1].Due, first[1].Id), 400, withAhead: false, 2, Cancellation);
        IReadOnlyList<OutboxRow> third = await _store.ReadAsync(new Position(second[1].Due, second[1].Id), 400, withAhead: false, 2, Cancellation);

        Assert.Equal([100, 200], first.Select(row => row.Due));
        Assert.Equal([300, 400], second.Select(row => row.Due));
        Assert.Empty(third);
    }

    [Fact]
    public async Task Rows_that_are_due_at_the_same_time_are_all_read_page_by_page()
    {
        for (int i = 0; i < 25; i++)
        {
            await AddAsync(100, $"{i}");
        }

        var read = new List<Guid>();
        Position position = Position.Start;
        while (await _store.ReadAsync(position, 100, withAhead: false, 10, Cancellation) is { Count: > 0 } page)
        {
            read.AddRange(page.Select(row => row.Id));
            position = new Position(page[^1].Due, page[^1].Id);
        }

        Assert.Equal(25, read.Distinct().Count());
    }

    [Fact]
    public async Task A_deleted_row_is_gone()
    {
        await AddAsync(100, "a");
        await AddAsync(100, "b");
        IReadOnlyList<OutboxRow> rows = await ReadAllAsync();

        await _store.DeleteAsync([rows[0].Id, Guid.NewGuid()], Cancellation);

        Assert.Equal([rows[1].Id], (await ReadAllAsync()).Select(row => row.Id));
    }

    [Fact]
    public async Task A_postponed_row_waits_with_its_failures()
    {
        await AddAsync(100, "a");
        OutboxRow row = Assert.Single(await ReadAllAsync());

        await _store.PostponeAsync(row.Id, 1500, 2000, 3, "unavailable 503", Cancellation);

        Assert.Empty(await ReadAllAsync(now: 1999));
        OutboxRow back = Assert.Single(await ReadAllAsync(now: 2000));
        Assert.Equal((row.Id, 100, 2000, 3), (back.Id, back.Created, back.Due, back.Failures));
    }

    [Fact]
    public async Task A_dead_lettered_row_is_listed_and_can_be_requeued_or_discarded()
    {
        await AddAsync(100, "a");
        await AddAsync(200, "b");
        IReadOnlyList<OutboxRow> rows = await ReadAllAsync();

        await _store.MoveToDeadLetterAsync(rows[0].Id, 5000, 0, "rejected 400", null, Cancellation);
        await _store.MoveToDeadLetterAsync(rows[1].Id, 6000, 20, "unavailable 500", null, Cancellation);

        Assert.Empty(await ReadAllAsync(now: 10_000));
        IReadOnlyList<DeadLetter> letters = await _store.ReadDeadLettersAsync(null, null, 10, Cancellation);
        Assert.Equal([(rows[1].Id, 200, 6000, 20, "unavailable 500"), (rows[0].Id, 100, 5000, 0, "rejected 400")], letters.Select(row =>
            (row.Id, (int)row.EnqueuedAt.ToUnixTimeMilliseconds(), (int)row.DeadLetteredAt.ToUnixTimeMilliseconds(), row.Failures, row.Reason)));
        Assert.Equal(rows[1].Id, Assert.Single(await _store.ReadDeadLettersAsync(null, null, 1, Cancellation)).Id);

        Assert.True(await _store.RequeueAsync(rows[0].Id, 7000, Cancellation));
        Assert.False(await _store.RequeueAsync(rows[0].Id, 7000, Cancellation));
        OutboxRow back = Assert.Single(await ReadAllAsync(now: 10_000));
        Assert.Equal((7000, 7000, 7000, 0, "a"), (back.Created, back.Due, back.NotBefore, back.Failures, Encoding.UTF8.GetString(back.Payload)));
        Assert.True(await _store.DiscardAsync(rows[1].Id, Cancellation));
        Assert.False(await _store.DiscardAsync(rows[1].Id, Cancellation));
        Assert.False(await _store.DiscardAsync(back.Id, Cancellation));
    }

    [Fact]
    public async Task Dead_letters_are_listed_page_by_page_and_by_reason()
    {
        // Of one time: the id decides.
        IReadOnlyList<Guid> ids = await AddDeadLettersAsync(7, i => i < 5 ? 5000 : 6000, i => i % 2 == 0 ? "rejected 400" : "too old");

        Assert.Equal([ids[6], ids[5], ids[4], ids[3], ids[2], ids[1], ids[0]], await ReadPagesAsync(null, 2));
        Assert.Equal([ids[6], ids[4], ids[2], ids[0]], await ReadPagesAsync("rejected 400", 2));
        Assert.Equal([ids[5], ids[3], ids[1]], await ReadPagesAsync("too old", 3));
        Assert.Empty(await ReadPagesAsync("unavailable 500", 3));
    }

    [Fact]
    public async Task Dead_letters_are_requeued_all_at_once_or_by_reason_and_only_those_of_the_account()
    {
        await AddDeadLetterOfAnotherAsync();
        IReadOnlyList<Guid> ids = await AddDeadLettersAsync(5, _ => 5000, i => i < 2 ? "rejected 400" : "too old");
        await AddAsync(9000, "pending all the time");

        Assert.Equal(0, await _store.RequeueAllAsync("unavailable 500", 7000, Cancellation));
        Assert.Equal(2, await _store.RequeueAllAsync("rejected 400", 7000, Cancellation));
        Assert.Equal([ids[0], ids[1]], (await ReadAllAsync(now: 7000)).Select(row => row.Id));
        Assert.Equal([(7000, 7000, 7000, 0, "0"), (7000, 7000, 7000, 0, "1")], (await ReadAllAsync(now: 7000)).Select(row =>
            ((int)row.Created, (int)row.Due, (int)row.NotBefore, row.Failures, Encoding.UTF8.GetString(row.Payload))));
        Assert.Equal(3, await _store.RequeueAllAsync(null, 8000, Cancellation));
        Assert.Equal(0, await _store.RequeueAllAsync(null, 8000, Cancellation));

        Assert.Equal([7000, 7000, 8000, 8000, 8000, 9000], (await ReadAllAsync(now: 10_000)).Select(row => row.Created));
        Assert.Equal(new Depth(0, null, 1), await _store.CountAsync("another", Cancellation));
    }

    [Fact]
    public async Task Dead_letters_are_discarded_all_at_once_or_by_reason_and_only_those_of_the_account()
    {
        await AddDeadLetterOfAnotherAsync();
        await AddDeadLettersAsync(5, _ => 5000, i => i < 2 ? "rejected 400" : "too old");
        await AddAsync(9000, "pending all the time");

        Assert.Equal(0, await _store.DiscardAllAsync("unavailable 500", Cancellation));
        Assert.Equal(2, await _store.DiscardAllAsync("rejected 400", Cancellation));
        Assert.Equal((1, 3), await CountAsync());
        Assert.Equal(3, await _store.DiscardAllAsync(null, Cancellation));
        Assert.Equal(0, await _store.DiscardAllAsync(null, Cancellation));

        Assert.Equal((1, 0), await CountAsync());
        Assert.Equal(new Depth(0, null, 1), await _store.CountAsync("another", Cancellation));
    }

    [Fact]
    public async Task What_was_dead_lettered_long_ago_is_purged_little_by_little()
    {
        for (int i = 0; i < 5; i++)
        {
            await AddAsync(100, $"{i}");
        }

        IReadOnlyList<OutboxRow> rows = await ReadAllAsync();
        for (int i = 0; i < 4; i++)
        {
            await _store.MoveToDeadLetterAsync(rows[i].Id, 1000 * (i + 1), 0, "too old", null, Cancellation);
        }

        Assert.Equal(2, await _store.PurgeAsync("", 4000, 2, Cancellation));
        Assert.Equal(1, await _store.PurgeAsync("", 4000, 2, Cancellation));
        Assert.Equal(0, await _store.PurgeAsync("", 4000, 2, Cancellation));
        Assert.Equal((1, 1), await CountAsync());
    }

    [Fact]
    public async Task What_is_stored_is_counted()
    {
        Assert.Equal(new Depth(0, null, 0), await _store.CountAsync("", Cancellation));
        await AddAsync(300, "a");
        await AddAsync(200, "b");
        await AddAsync(100, "c");
        await _store.MoveToDeadLetterAsync((await ReadAllAsync())[0].Id, 400, 0, "rejected 400", null, Cancellation);

        Assert.Equal(new Depth(2, 200, 1), await _store.CountAsync("", Cancellation));
    }

    [Fact]
    public async Task What_was_written_later_than_now_counts_as_due_where_it_is_asked_for()
    {
        await AddAsync(5000, "stored by a clock that was ahead");
        await AddAsync(100, "postponed by a clock that was ahead");
        await AddAsync(100, "postponed by a clock that was right");
        IReadOnlyList<OutboxRow> rows = await ReadAllAsync();
        await _store.PostponeAsync(rows[0].Id, 6000, 7000, 0, "unavailable 503", Cancellation);
        await _store.PostponeAsync(rows[1].Id, 1000, 7000, 0, "unavailable 503", Cancellation);

        Assert.Empty(await ReadAllAsync());
        IReadOnlyList<OutboxRow> ahead = await _store.ReadAsync(Position.Start, 1000, withAhead: true, 100, Cancellation);
        Assert.Equal(
            ["stored by a clock that was ahead", "postponed by a clock that was ahead"],
            ahead.Select(row => Encoding.UTF8.GetString(row.Payload)));
    }

    [Fact]
    public async Task The_lease_row_holds_state_and_pause_and_is_replaced_only_as_it_was_seen()
    {
        LeaseRow first = await _store.Lease.ReadAsync(Cancellation);
        var next = new LeaseRow(Guid.NewGuid(), first.Beat + 1, OutboxState.CredentialsRefused, IsPaused: true);

        Assert.Equal((null, OutboxState.Delivering, false), (first.Owner, first.State, first.IsPaused));
        Assert.True(await _store.Lease.TryReplaceAsync(first, next, Cancellation));
        Assert.False(await _store.Lease.TryReplaceAsync(first, next with { Beat = 99 }, Cancellation));
        Assert.Equal(next, await _store.Lease.ReadAsync(Cancellation));
        Assert.True(await _store.Lease.TryReplaceAsync(next, new LeaseRow(null, next.Beat + 1), Cancellation));
        Assert.Equal(new LeaseRow(null, next.Beat + 1), await _store.Lease.ReadAsync(Cancellation));
    }

    [Fact]
    public async Task Accounts_with_rows_or_a_lease_are_listed_and_their_rows_can_be_counted_expired_and_purged()
    {
        IOutboxStore other = _test.Open("renamed");
        await other.AddAsync(Rows.New("{}"u8.ToArray(), 100), Cancellation);
        await other.AddAsync(Rows.New("{}"u8.ToArray(), 200), Cancellation);
        await other.AddAsync(Rows.New("{}"u8.ToArray(), 300), Cancellation);

        // One process uses a file.
        (other as IDisposable)?.Dispose();
        LeaseRow seen = await _store.Lease.ReadAsync(Cancellation);
        await _store.Lease.TryReplaceAsync(seen, seen with { Owner = Guid.NewGuid(), Beat = 7 }, Cancellation);

        IReadOnlyList<StoredAccount> accounts = await _store.ReadAccountsAsync(Cancellation);
        Assert.Equal([new StoredAccount("", 7), new StoredAccount("renamed", null)], accounts.OrderBy(account => account.Name, StringComparer.Ordinal));
        Assert.Equal(new Depth(3, 100, 0), await _store.CountAsync("renamed", Cancellation));
        Assert.Equal(1, await _store.ExpireAsync("renamed", 300, 4000, "too old", 1, Cancellation));
        Assert.Equal(1, await _store.ExpireAsync("renamed", 300, 5000, "too old", 10, Cancellation));
        Assert.Equal(0, await _store.ExpireAsync("", 300, 5000, "too old", 10, Cancellation));
        Assert.Equal(new Depth(1, 300, 2), await _store.CountAsync("renamed", Cancellation));
        Assert.Equal(1, await _store.PurgeAsync("renamed", 5000, 10, Cancellation));
        Assert.Equal(new Depth(1, 300, 1), await _store.CountAsync("renamed", Cancellation));
    }

    [Fact]
    public async Task Many_writers_at_once_lose_nothing()
    {
        await Task.WhenAll(Enumerable.Range(0, 200).Select(i => Task.Run(() => AddAsync(100, $"{i}"), Cancellation)));

        Assert.Equal(200, (await ReadAllAsync(limit: 1000)).Select(row => Encoding.UTF8.GetString(row.Payload)).Distinct().Count());
    }

    private Task AddAsync(long created, string payload) => _store.AddAsync(Rows.New(payload, created), Cancellation);

    private Task<IReadOnlyList<OutboxRow>> ReadAllAsync(long now = 1000, int limit = 100) => _store.ReadAsync(Position.Start, now, withAhead: false, limit, Cancellation);

    private async Task<IReadOnlyList<Guid>> AddDeadLettersAsync(int count, Func<int, long> deadLettered, Func<int, string> reason)
    {
        for (int i = 0; i < count; i++)
        {
            await AddAsync(100, $"{i}");
        }

        IReadOnlyList<OutboxRow> rows = await ReadAllAsync();
        for (int i = 0; i < count; i++)
        {
            await _store.MoveToDeadLetterAsync(rows[i].Id, deadLettered(i), 3, reason(i), null, Cancellation);
        }

        return [.. rows.Select(row => row.Id)];
    }

    private async Task AddDeadLetterOfAnotherAsync()
    {
        IOutboxStore other = _test.Open("another");
        NewRow row = Rows.New("{}", 100);
        await other.AddAsync(row, Cancellation);
        await other.MoveToDeadLetterAsync(row.Id, 5000, 0, "rejected 400", null, Cancellation);

        // One process uses a file.
        (other as IDisposable)?.Dispose();
    }

    private async Task<IReadOnlyList<Guid>> ReadPagesAsync(string? reason, int limit)
    {
        var read = new List<Guid>();
        Position? before = null;
        while (await _store.ReadDeadLettersAsync(reason, before, limit, Cancellation) is [.., var last] page)
        {
            Assert.True(page.Count <= limit);
            read.AddRange(page.Select(letter => letter.Id));
            before = new Position(last.DeadLetteredAt.ToUnixTimeMilliseconds(), last.Id);
        }

        return read;
    }

    private async Task<(long Pending, long DeadLettered)> CountAsync()
    {
        Depth depth = await _store.CountAsync("", Cancellation);
        return (depth.Pending, depth.DeadLettered);
    }
}
