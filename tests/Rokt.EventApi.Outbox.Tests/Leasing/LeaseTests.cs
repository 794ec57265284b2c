using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Rokt.EventApi.Outbox.Leasing;
using Rokt.EventApi.Outbox.Outages;
using Rokt.EventApi.Outbox.Tests.Delivery;

namespace Rokt.EventApi.Outbox.Tests.Leasing;

/// <summary>One process delivers at a time; another takes over when it crashes, and never while it may still send.</summary>
public sealed class LeaseTests
{
    private static readonly Backoff Backoff = new(TimeSpan.FromSeconds(5), () => 0.5);

    private readonly MemoryLeaseStore _store = new();
    private readonly FakeTimeProvider _clock = new();

    [Fact]
    public async Task The_first_process_takes_the_lease_and_keeps_it()
    {
        Contender first = Start();
        Contender second = Start();
        for (int i = 0; i < 60; i++)
        {
            Assert.True(first.Lease.IsHeld);
            Assert.False(second.Lease.IsHeld);
            await PassAsync(TimeSpan.FromSeconds(1));
        }

        Assert.True(second.Lease.HasHolder);
        await first.StopAsync();
        await second.StopAsync();
    }

    [Fact]
    public async Task When_its_holder_crashes_another_takes_over_within_30_seconds_and_not_before_15()
    {
        Contender first = Start();
        Contender second = Start();
        await PassAsync(TimeSpan.FromSeconds(7));

        await first.StopAsync();
        TimeSpan taken = await TimeUntilAsync(() => second.Lease.IsHeld);

        Assert.InRange(taken, TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(30));
        await second.StopAsync();
    }

    // Within 6 seconds of being asked to end: what is in flight ends before, and the next one sends after.
    [Theory]
    [InlineData(5.5)]
    [InlineData(7)]
    [InlineData(8.5)]
    public async Task A_lease_that_is_given_back_is_taken_within_3_seconds_whenever_that_is(double seconds)
    {
        Contender first = Start();
        Contender second = Start();
        await PassAsync(TimeSpan.FromSeconds(seconds));

        await first.StopAsync();
        await first.Lease.ReleaseAsync(TestContext.Current.CancellationToken);
        Assert.False(first.Lease.IsHeld);

        Assert.InRange(await TimeUntilAsync(() => second.Lease.IsHeld), TimeSpan.Zero, TimeSpan.FromSeconds(3));
        await second.StopAsync();
    }

    [Fact]
    public async Task A_holder_that_cannot_renew_stops_before_another_may_start()
    {
        Contender first = Start();
        Contender second = Start();
        await PassAsync(TimeSpan.FromSeconds(7));

        await first.StopAsync();
        TimeSpan stopped = await TimeUntilAsync(() => !first.Lease.IsHeld);
        Assert.False(second.Lease.IsHeld);
        TimeSpan taken = await TimeUntilAsync(() => second.Lease.IsHeld);

        Assert.True(taken > TimeSpan.FromSeconds(1), $"Stopped after {stopped}, taken {taken} later.");
        await second.StopAsync();
    }

    [Fact]
    public async Task A_process_that_was_paused_past_its_lease_does_not_send_when_it_wakes()
    {
        Contender first = Start();
        Assert.True(first.Lease.IsHeld);

        // Nothing of the process runs, and the clocks continue.
        await first.StopAsync();
        _clock.Advance(TimeSpan.FromSeconds(20));

        Assert.False(first.Lease.IsHeld);
    }

    [Theory]
    [InlineData(3600)]
    [InlineData(-3600)]
    public async Task A_wall_clock_that_jumps_stops_the_holder_until_it_has_renewed(int seconds)
    {
        var clock = new JumpingClock(_clock);
        Contender only = Start(clock);
        Assert.True(only.Lease.IsHeld);

        clock.Jump(TimeSpan.FromSeconds(seconds));
        Assert.False(only.Lease.IsHeld);
        await PassAsync(TimeSpan.FromSeconds(6));

        Assert.True(only.Lease.IsHeld);
        await only.StopAsync();
    }

    [Theory]
    [InlineData((int)LeaseFault.Before)]
    [InlineData((int)LeaseFault.After)]
    public async Task A_renewal_that_fails_or_whose_response_is_lost_is_made_up_for(int fault)
    {
        Contender first = Start();
        Contender second = Start();
        await PassAsync(TimeSpan.FromSeconds(2));

        _store.Fault = (LeaseFault)fault;
        for (int i = 0; i < 60; i++)
        {
            await PassAsync(TimeSpan.FromSeconds(1));
            Assert.False(second.Lease.IsHeld);
        }

        Assert.True(first.Lease.IsHeld);
        await first.StopAsync();
        await second.StopAsync();
    }

    [Fact]
    public async Task Where_nothing_is_shared_it_is_held_without_renewals()
    {
        Lease lease = Create(LeaseRole.Exclusive, _clock);
        using var stopping = new CancellationTokenSource();
        Task keeping = lease.KeepAsync(stopping.Token);
        await TimeUntilAsync(() => lease.IsHeld);
        _clock.Advance(TimeSpan.FromHours(1));

        Assert.True(lease.IsHeld);
        Assert.Equal(0, _store.Row.Beat);
        await stopping.CancelAsync();
        await keeping;
    }

    [Fact]
    public async Task A_process_whose_deliveries_fail_leaves_a_free_lease_to_others_for_15_seconds()
    {
        var outage = new Outage(Backoff, _clock);
        outage.RecordFailure(Guid.NewGuid(), _clock.GetTimestamp());
        _clock.Advance(TimeSpan.FromSeconds(1));
        var lease = new Lease(_store, LeaseRole.Contender, outage, _ => Task.CompletedTask, Backoff, _clock, NullLogger.Instance);
        using var stopping = new CancellationTokenSource();
        Task keeping = lease.KeepAsync(stopping.Token);

        TimeSpan taken = await TimeUntilAsync(() => lease.IsHeld);

        Assert.InRange(taken, TimeSpan.FromSeconds(14.5), TimeSpan.FromSeconds(21));
        await stopping.CancelAsync();
        await keeping;
    }

    [Fact]
    public async Task An_observer_never_takes_it_and_sees_who_holds_it()
    {
        Lease observer = Create(LeaseRole.Observer, _clock);
        using var stopping = new CancellationTokenSource();
        Task keeping = observer.KeepAsync(stopping.Token);
        await PassAsync(TimeSpan.FromSeconds(20));
        Assert.Equal((false, false), (observer.IsHeld, observer.HasHolder));

        Contender contender = Start();
        await PassAsync(TimeSpan.FromSeconds(6));
        Assert.Equal((false, true), (observer.IsHeld, observer.HasHolder));
        await contender.StopAsync();
        await PassAsync(TimeSpan.FromSeconds(21));

        Assert.Equal((false, false), (observer.IsHeld, observer.HasHolder));
        await stopping.CancelAsync();
        await keeping;
    }

    [Fact]
    public async Task Every_process_sees_who_delivers_and_why_it_fails()
    {
        var outage = new Outage(Backoff, _clock);
        var holder = new Lease(_store, LeaseRole.Contender, outage, _ => Task.CompletedTask, Backoff, _clock, NullLogger.Instance);
        Lease observer = Create(LeaseRole.Observer, _clock);
        using var stopping = new CancellationTokenSource();
        Task keeping = Task.WhenAll(holder.KeepAsync(stopping.Token), observer.KeepAsync(stopping.Token));
        await PassAsync(TimeSpan.FromSeconds(6));
        string self = $"{Environment.MachineName} (process {Environment.ProcessId})";
        Assert.Equal((self, self, null), (holder.Holder, observer.Holder, observer.Cause));

        outage.RecordFailure(Guid.NewGuid(), _clock.GetTimestamp(), "unavailable 500");
        outage.RecordFailure(Guid.NewGuid(), _clock.GetTimestamp(), "unavailable 503");
        await PassAsync(TimeSpan.FromSeconds(11));
        Assert.Equal(("unavailable 503", "unavailable 503"), (holder.Cause, observer.Cause));

        await holder.SetPausedAsync(true, CancellationToken.None);
        Assert.Null(holder.Cause);
        await holder.ReleaseAsync(CancellationToken.None);
        await PassAsync(TimeSpan.FromSeconds(1));
        await stopping.CancelAsync();
        await keeping;
        Assert.Null(_store.Row.Holder);
    }

    private Lease Create(LeaseRole role, TimeProvider clock) =>
        new(_store, role, new Outage(Backoff, clock), _ => Task.CompletedTask, Backoff, clock, NullLogger.Instance);

    private Contender Start(TimeProvider? clock = null)
    {
        var stopping = new CancellationTokenSource();
        Lease lease = Create(LeaseRole.Contender, clock ?? _clock);
        return new Contender(lease, lease.KeepAsync(stopping.Token), stopping);
    }

    // The keepers run as soon as their timers fire, on threads of the pool.
    private async Task PassAsync(TimeSpan time)
    {
        for (TimeSpan passed = TimeSpan.Zero; passed < time; passed += TimeSpan.FromSeconds(0.5))
        {
            _clock.Advance(TimeSpan.FromSeconds(0.5));
            for (int i = 0; i < 5; i++)
            {
                await Task.Yield();
                await Task.Delay(1);
            }
        }
    }

    private async Task<TimeSpan> TimeUntilAsync(Func<bool> holds)
    {
        DateTimeOffset start = _clock.GetUtcNow();
        while (!holds())
        {
            Assert.True(_clock.GetUtcNow() - start < TimeSpan.FromMinutes(2), "It never came true.");
            await PassAsync(TimeSpan.FromSeconds(0.5));
        }

        return _clock.GetUtcNow() - start;
    }

    private sealed record Contender(Lease Lease, Task Keeping, CancellationTokenSource Stopping)
    {
        public async Task StopAsync()
        {
            await Stopping.CancelAsync();
            await Keeping;
        }
    }
}
