using Microsoft.Extensions.Time.Testing;
using Rokt.EventApi.Outbox.Delivery;
using Rokt.EventApi.Outbox.Storage;
using Rokt.EventApi.Outbox.Tests.Stores;

namespace Rokt.EventApi.Outbox.Tests.Delivery;

/// <summary>Every row that may go is handed out, and none twice.</summary>
public sealed class BacklogTests : IAsyncDisposable
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private readonly EmbeddedStore _files = new();
    private readonly ObservedStore _store;
    private readonly Backlog _backlog;

    public BacklogTests()
    {
        _store = new ObservedStore(_files.Open());
        _backlog = new Backlog(_store, new OutboxClock(_clock), _clock);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _files.DisposeAsync();

    [Fact]
    public async Task A_row_that_is_in_flight_is_not_handed_out_again()
    {
        await AddAsync();

        OutboxRow? row = await NextAsync();
        _clock.Advance(Hour);

        Assert.NotNull(row);
        Assert.Null(await NextAsync());
    }

    [Fact]
    public async Task A_row_that_ends_while_a_page_is_read_is_not_handed_out_again()
    {
        await AddAsync();
        OutboxRow row = (await NextAsync())!;

        // The page still has it; meanwhile it is delivered and deleted.
        _clock.Advance(Hour);
        _store.OnRead = async page =>
        {
            Assert.Equal(row.Id, Assert.Single(page).Id);
            _store.OnRead = null;
            await _store.DeleteAsync([row.Id], Cancellation);
            _backlog.End(row.Id);
        };

        Assert.Null(await NextAsync());
    }

    [Fact]
    public async Task A_row_that_is_held_is_not_handed_out_even_from_the_page_that_was_read_and_one_in_flight_cannot_be_held()
    {
        await AddAsync();
        NewRow second = await AddAsync();
        OutboxRow row = (await NextAsync())!;

        Assert.True(_backlog.IsInFlight(row.Id));
        Assert.False(_backlog.TryHold(row.Id));
        Assert.True(_backlog.TryHold(second.Id));
        Assert.False(_backlog.TryHold(second.Id));
        Assert.Null(await NextAsync());
        await _store.DeleteAsync([second.Id], Cancellation);
        _backlog.End(second.Id);

        Assert.False(_backlog.IsInFlight(second.Id));
        _clock.Advance(Hour);
        Assert.Null(await NextAsync());
    }

    [Fact]
    public async Task A_row_that_was_held_and_ended_is_not_handed_out_from_the_page_that_was_read_before()
    {
        await AddAsync();
        NewRow second = await AddAsync();
        Assert.NotNull(await NextAsync());

        Assert.True(_backlog.TryHold(second.Id));
        await _store.DeleteAsync([second.Id], Cancellation);
        _backlog.End(second.Id);

        Assert.Null(await NextAsync());
    }

    [Fact]
    public async Task A_row_that_was_returned_is_handed_out_again()
    {
        await AddAsync();
        OutboxRow row = (await NextAsync())!;

        _backlog.Return(row.Id);

        Assert.Equal(row.Id, (await NextAsync())?.Id);
    }

    [Fact]
    public async Task What_was_read_in_an_earlier_term_of_the_lease_is_read_again()
    {
        await AddAsync();
        NewRow second = await AddAsync();
        Assert.NotNull(await NextAsync(term: 1));

        // Another process had its turn, and delivered the second.
        await _store.DeleteAsync([second.Id], Cancellation);

        Assert.Null(await NextAsync(term: 2));
    }

    [Fact]
    public async Task What_a_machine_whose_clock_is_ahead_has_stored_goes_at_once_and_holds_up_nothing()
    {
        await AddAsync(Hour);
        OutboxRow ahead = (await NextAsync())!;
        _clock.Advance(TimeSpan.FromMilliseconds(1));
        await AddAsync();
        OutboxRow behind = (await NextAsync())!;

        Assert.True(ahead.Due > behind.Due);
        Assert.Null(await NextAsync());
    }

    [Fact]
    public async Task After_an_idle_night_a_row_that_is_committed_late_is_found_within_seconds()
    {
        for (int second = 0; second < 8 * 3600; second += 60)
        {
            Assert.Null(await NextAsync());
            _clock.Advance(TimeSpan.FromMinutes(1));
        }

        await AddAsync();
        OutboxRow first = (await NextAsync())!;
        _clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Null(await NextAsync());
        await AddAsync(TimeSpan.FromMilliseconds(-2));
        Assert.Null(await NextAsync());
        _clock.Advance(TimeSpan.FromSeconds(5));

        Assert.True((await NextAsync())?.Due < first.Due);
    }

    [Theory]
    [InlineData(0, 5)]
    [InlineData(0.25, 5)]
    [InlineData(1, 20)]
    [InlineData(3, 60)]
    [InlineData(10, 60)]
    public async Task It_looks_from_the_start_again_after_twenty_times_what_that_took_between_five_seconds_and_a_minute(double took, int seconds)
    {
        await AddAsync();
        _clock.Advance(TimeSpan.FromMilliseconds(1));
        _store.OnRead = _ =>
        {
            _store.OnRead = null;
            _clock.Advance(TimeSpan.FromSeconds(took));
            return Task.CompletedTask;
        };
        Assert.NotNull(await NextAsync());
        NewRow late = await AddAsync(TimeSpan.FromSeconds(-took) - TimeSpan.FromMilliseconds(2));

        _clock.Advance(TimeSpan.FromSeconds(seconds - took) - TimeSpan.FromMilliseconds(1));
        Assert.Null(await NextAsync());
        _clock.Advance(TimeSpan.FromMilliseconds(1));

        Assert.Equal(late.Id, (await NextAsync())?.Id);
    }

    [Fact]
    public async Task What_was_handed_out_or_is_held_counts_as_in_flight_until_it_ends()
    {
        await AddAsync();
        NewRow second = await AddAsync();
        Assert.Equal(0, _backlog.InFlight);
        OutboxRow first = (await NextAsync())!;
        Assert.True(_backlog.TryHold(second.Id));
        Assert.Equal(2, _backlog.InFlight);

        _backlog.End(first.Id);
        Assert.Equal(1, _backlog.InFlight);
        _backlog.Return(second.Id);
        Assert.Equal(0, _backlog.InFlight);
    }

    [Fact]
    public async Task A_row_that_was_postponed_waits_until_it_is_due()
    {
        await AddAsync();
        OutboxRow row = (await NextAsync())!;
        long due = (_clock.GetUtcNow() + Hour).ToUnixTimeMilliseconds();
        await _store.PostponeAsync(row.Id, _clock.GetUtcNow().ToUnixTimeMilliseconds(), due, failures: 0, "unavailable 503", Cancellation);
        _backlog.End(row.Id);

        _clock.Advance(Hour - TimeSpan.FromMilliseconds(1));
        Assert.Null(await NextAsync());
        _clock.Advance(TimeSpan.FromMilliseconds(1));

        Assert.Equal(row.Id, (await NextAsync())?.Id);
    }

    [Fact]
    public async Task A_thousand_rows_that_are_handed_out_while_others_end_come_once_each()
    {
        for (int i = 0; i < 1000; i++)
        {
            await AddAsync();
        }

        var handedOut = new List<Guid>();
        while (await NextAsync() is { } row)
        {
            handedOut.Add(row.Id);
            _clock.Advance(TimeSpan.FromMilliseconds(20));
            if (handedOut.Count > 16)
            {
                Guid done = handedOut[^16];
                await _store.DeleteAsync([done], Cancellation);
                _backlog.End(done);
            }
        }

        Assert.Equal(1000, handedOut.Count);
        Assert.Equal(1000, handedOut.Distinct().Count());
    }

    private Task<OutboxRow?> NextAsync(int term = 1) => _backlog.NextAsync(term, Cancellation);

    private async Task<NewRow> AddAsync(TimeSpan ahead = default)
    {
        NewRow row = Rows.New(created: (_clock.GetUtcNow() + ahead).ToUnixTimeMilliseconds());
        await _store.AddAsync(row, Cancellation);
        return row;
    }
}
