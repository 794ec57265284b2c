using Rokt.EventApi.Outbox.Delivery;
using Rokt.EventApi.Outbox.Storage;

namespace Rokt.EventApi.Outbox.Tests.Delivery;

/// <summary>What a drain does beside a loop of the host that delivers, and how long it takes.</summary>
public sealed class DrainStepTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly ObservedClock _clock = new();
    private readonly MemoryOutboxStore _store = new("books");
    private readonly Signal _signal = new();
    private readonly SemaphoreSlim _turn = new(0);
    private readonly OutboxClock _times;
    private readonly Drain _drain;

    public DrainStepTests()
    {
        _times = new OutboxClock(_clock);

        // The host's loop has its turn.
        _drain = new Drain("books", _store, _times, () => throw new NotSupportedException(), _turn, _signal, _clock);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private long Now => _clock.GetUtcNow().ToUnixTimeMilliseconds();

    public void Dispose() => _turn.Dispose();

    [Theory]
    [InlineData(4, 3)]
    [InlineData(8, 6)]
    [InlineData(30, 28)]
    public async Task It_stops_a_quarter_of_its_budget_before_its_end_or_two_seconds(int budget, int expected)
    {
        await DrainAsync(budget).WaitAsync(Patience, Cancellation);

        // Where nothing waits it polls for nothing.
        Assert.Equal([expected, budget], _clock.Waits.Select(wait => wait.TotalSeconds));
    }

    [Fact]
    public async Task It_polls_at_intervals_that_double_up_to_a_second_until_nothing_waits()
    {
        await AddAsync();
        Task draining = DrainAsync(60);
        for (int polls = 1; polls <= 8; polls++)
        {
            await _clock.PassAsync(waits: 2 + polls);
        }

        await ObservedClock.UntilAsync(() => _clock.Waits.Count == 11);
        Assert.False(draining.IsCompleted);
        await _store.DeleteAsync([.. _store.Rows.Select(row => row.Id)], Cancellation);
        await _clock.PassAsync(waits: 11);
        await draining.WaitAsync(Patience, Cancellation);

        Assert.Equal([20, 40, 80, 160, 320, 640, 1000, 1000, 1000], _clock.Waits.Skip(2).Select(wait => wait.TotalMilliseconds));
    }

    [Fact]
    public async Task A_drain_wakes_the_loop_of_the_host()
    {
        await DrainAsync(60).WaitAsync(Patience, Cancellation);

        // It was set before: no time passes.
        await _signal.WaitAsync(TimeSpan.FromDays(1), _clock, Cancellation).WaitAsync(Patience, Cancellation);
    }

    [Fact]
    public async Task All_that_has_come_due_is_released_first_by_the_clock_of_the_store()
    {
        for (int i = 0; i < 501; i++)
        {
            await AddAsync(notBefore: Now + 120_000);
        }

        _store.Clock = Now + 120_000;
        _clock.Advance(TimeSpan.FromMinutes(2));
        Task draining = DrainAsync(60);
        await ObservedClock.UntilAsync(() => _clock.Waits.Count == 3);

        Assert.All(_store.Rows, row => Assert.False(row.IsScheduled));
        Assert.Equal(3, _store.Done.Count(name => name == "Release"));
        Assert.Equal(_store.Clock, _times.Reached);
        await _store.DeleteAsync([.. _store.Rows.Select(row => row.Id)], Cancellation);
        await _clock.PassAsync(waits: 3);
        await draining.WaitAsync(Patience, Cancellation);
    }

    [Fact]
    public async Task The_clock_of_the_store_is_asked()
    {
        _store.Clock = Now + 600_000;

        await DrainAsync(60).WaitAsync(Patience, Cancellation);

        Assert.Equal(Now + 600_000, _times.Created);
    }

    [Fact]
    public async Task A_drain_that_is_cancelled_throws_and_one_whose_time_is_over_returns()
    {
        await AddAsync();
        using var cancel = new CancellationTokenSource();
        Task cancelled = _drain.RunAsync(TimeSpan.FromSeconds(60), cancel.Token);
        await ObservedClock.UntilAsync(() => _clock.Waits.Count == 3);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled.WaitAsync(Patience, Cancellation));

        Task draining = DrainAsync(4);
        await ObservedClock.UntilAsync(() => _clock.Waits.Count == 6);
        _clock.Advance(TimeSpan.FromSeconds(3));
        await draining.WaitAsync(Patience, Cancellation);
    }

    [Fact]
    public async Task It_delivers_itself_once_who_had_the_turn_has_ended()
    {
        await AddAsync();
        Task draining = DrainAsync(60);
        await _clock.PassAsync(waits: 3);
        await ObservedClock.UntilAsync(() => _clock.Waits.Count == 4);
        _turn.Release();
        await _clock.PassAsync(waits: 4);

        await Assert.ThrowsAsync<NotSupportedException>(() => draining.WaitAsync(Patience, Cancellation));
        Assert.Equal(1, _turn.CurrentCount);
    }

    [Fact]
    public async Task While_delivery_is_paused_it_does_nothing()
    {
        _store.LeaseStore.Change(row => row with { IsPaused = true });
        await AddAsync();

        await DrainAsync(60).WaitAsync(Patience, Cancellation);

        Assert.Empty(_clock.Waits);
    }

    [Fact]
    public async Task After_the_loop_of_the_host_and_after_a_drain_another_drain_has_its_turn()
    {
        await using var outbox = new VirtualOutbox();
        await outbox.StartAsync();
        await outbox.UntilAsync(() => outbox.Logged("OutboxLeaseTaken") == 1, "it delivers");
        await outbox.Runtime.Dispatcher.StopAsync(Cancellation);
        for (int i = 1; i <= 2; i++)
        {
            await outbox.EnqueueAsync($"order-{i}");
            Task<OutboxStatus> draining = outbox.Management.DrainAsync(TimeSpan.FromSeconds(30), Cancellation);
            await outbox.UntilAsync(() => draining.IsCompleted, "it ends", TimeSpan.FromSeconds(40));
            Assert.Equal((0, i), ((await draining).Pending, outbox.Api.Bodies.Count));
        }
    }

    [Fact]
    public async Task An_outbox_that_is_disposed_of_abandons_what_is_in_flight()
    {
        await using var outbox = new VirtualOutbox();
        var abandoned = new TaskCompletionSource();
        outbox.Api.Respond = async (_, cancellationToken) =>
        {
            await using CancellationTokenRegistration registration = cancellationToken.Register(abandoned.SetResult);
            await Task.Delay(Timeout.Infinite, cancellationToken);
            return null!;
        };
        await outbox.StartAsync();
        await outbox.EnqueueAsync("order-1");
        await outbox.UntilAsync(() => outbox.Api.Bodies.Count == 1, "it is sent");

        outbox.Runtime.Dispatcher.Dispose();

        await abandoned.Task.WaitAsync(Patience, Cancellation);
    }

    [Fact]
    public async Task A_store_that_is_not_shared_needs_no_owner_of_its_lease()
    {
        await using var outbox = new VirtualOutbox();
        await outbox.StartAsync();
        await outbox.UntilAsync(() => outbox.Logged("OutboxLeaseTaken") == 1, "it delivers");

        Assert.Equal(new LeaseRow(null, 0), outbox.Store.LeaseStore.Row);
    }

    private Task DrainAsync(int seconds) => _drain.RunAsync(TimeSpan.FromSeconds(seconds), Cancellation);

    private Task AddAsync(long notBefore = 0) => _store.AddAsync(Stores.Rows.New(created: Now) with { NotBefore = notBefore }, Cancellation);
}
