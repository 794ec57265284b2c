using System.Threading.RateLimiting;
using Microsoft.Extensions.Time.Testing;
using Rokt.EventApi.RateLimiting;

namespace Rokt.EventApi.Tests.RateLimiting;

public sealed class PacedRateLimiterTests
{
    private readonly FakeTimeProvider _clock = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void A_permit_that_is_due_is_waited_for_no_more()
    {
        var queue = new PermitQueue<string>(limit: 10, burst: 2, rate: null, _clock);

        Assert.Equal(TimeSpan.Zero, queue.UntilNext);

        Assert.True(queue.TryTake());
        Assert.True(queue.TryTake());
        Assert.Equal(TimeSpan.FromMilliseconds(100), queue.UntilNext);
    }

    [Fact]
    public void A_burst_goes_at_once_and_no_more()
    {
        using var limiter = new PacedRateLimiter(10, 3, _clock);

        Assert.Equal([true, true, true, false], Enumerable.Range(0, 4).Select(_ => limiter.AttemptAcquire().IsAcquired));
    }

    [Theory]
    [InlineData(270, 4)]
    [InlineData(270, 1)]
    [InlineData(3, 1)]
    [InlineData(0.5, 1)]
    public async Task Permits_come_at_the_rate_whatever_the_burst(double rate, int burst)
    {
        using var limiter = new PacedRateLimiter(rate, burst, _clock);
        Task<RateLimitLease>[] waiting = [.. Enumerable.Range(0, 3000).Select(_ => limiter.AcquireAsync(1, Cancellation).AsTask())];

        for (int milliseconds = 0; milliseconds < 10_000; milliseconds++)
        {
            _clock.Advance(TimeSpan.FromMilliseconds(1));
        }

        // A permit is due at a point in time and handed out at the next whole millisecond.
        int permits = waiting.Length - (int)limiter.GetStatistics()!.CurrentQueuedCount;
        Assert.InRange(permits, (rate * 10) + burst - 1, (rate * 10) + burst);
        Assert.All(await Task.WhenAll(waiting[..permits]), lease => Assert.True(lease.IsAcquired));
        Assert.All(waiting[permits..], lease => Assert.False(lease.IsCompleted));
    }

    [Fact]
    public async Task Who_came_first_goes_first()
    {
        using var limiter = new PacedRateLimiter(1, 1, _clock);
        limiter.AttemptAcquire();
        Task<RateLimitLease> first = limiter.AcquireAsync(1, Cancellation).AsTask();
        Task<RateLimitLease> second = limiter.AcquireAsync(1, Cancellation).AsTask();

        _clock.Advance(TimeSpan.FromSeconds(1));

        Assert.True((await first).IsAcquired);
        Assert.False(second.IsCompleted);
        Assert.False(limiter.AttemptAcquire().IsAcquired);
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.True((await second).IsAcquired);
    }

    [Fact]
    public async Task Who_is_cancelled_leaves_the_queue_and_takes_no_permit()
    {
        using var limiter = new PacedRateLimiter(1, 1, _clock);
        using var cancel = new CancellationTokenSource();
        limiter.AttemptAcquire();
        Task<RateLimitLease> cancelled = limiter.AcquireAsync(1, cancel.Token).AsTask();
        Task<RateLimitLease> next = limiter.AcquireAsync(1, Cancellation).AsTask();

        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);
        _clock.Advance(TimeSpan.FromSeconds(1));

        Assert.True((await next).IsAcquired);
    }

    [Fact]
    public void A_long_pause_saves_up_no_more_than_a_burst()
    {
        using var limiter = new PacedRateLimiter(270, 4, _clock);

        _clock.Advance(TimeSpan.FromDays(1));

        Assert.Equal(4, Enumerable.Range(0, 100).Count(_ => limiter.AttemptAcquire().IsAcquired));
    }

    [Fact]
    public async Task Its_end_refuses_those_who_wait()
    {
        var limiter = new PacedRateLimiter(1, 1, _clock);
        limiter.AttemptAcquire();
        Task<RateLimitLease> waiting = limiter.AcquireAsync(1, Cancellation).AsTask();

        await limiter.DisposeAsync();

        Assert.False((await waiting).IsAcquired);
        Assert.Throws<ObjectDisposedException>(() => limiter.AttemptAcquire());
    }

    [Fact]
    public void Its_timer_ends_with_it()
    {
        var clock = new TimerCounter();
        var limiter = new PacedRateLimiter(1, 1, clock);
        Assert.Equal(1, clock.Timers);

        limiter.Dispose();

        Assert.Equal(0, clock.Timers);
    }

    [Fact]
    public async Task Who_waited_too_long_is_refused_and_leaves_the_permit_to_the_next()
    {
        using var limiter = new PacedRateLimiter(0.1, 1, _clock, patience: TimeSpan.FromSeconds(25));
        limiter.AttemptAcquire();
        Task<RateLimitLease>[] leases = [.. Enumerable.Range(0, 3).Select(_ => limiter.AcquireAsync(1, TestContext.Current.CancellationToken).AsTask())];
        _clock.Advance(TimeSpan.FromSeconds(10));
        Assert.True((await leases[0]).IsAcquired);
        _clock.Advance(TimeSpan.FromSeconds(10));
        Assert.True((await leases[1]).IsAcquired);
        Task<RateLimitLease> late = limiter.AcquireAsync(1, TestContext.Current.CancellationToken).AsTask();

        _clock.Advance(TimeSpan.FromSeconds(10));

        Assert.False((await leases[2]).IsAcquired);
        Assert.True((await late).IsAcquired);
    }

    [Fact]
    public void Its_timer_does_not_keep_what_flows_with_whoever_created_it()
    {
        var clock = new FlowRecorder();
        var tenant = new AsyncLocal<string> { Value = "tenant" };

        using var limiter = new PacedRateLimiter(1, 1, clock);

        Assert.Equal([false], clock.CapturedFlows);
        Assert.Equal("tenant", tenant.Value);
    }

    [Fact]
    public void It_can_be_created_where_nothing_flows()
    {
        using (ExecutionContext.SuppressFlow())
        {
            using var limiter = new PacedRateLimiter(1, 1, _clock);
            Assert.True(ExecutionContext.IsFlowSuppressed());
        }

        Assert.False(ExecutionContext.IsFlowSuppressed());
    }

    private sealed class TimerCounter : FakeTimeProvider
    {
        public int Timers { get; private set; }

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            Timers++;
            return new Timer(this, base.CreateTimer(callback, state, dueTime, period));
        }

        private sealed class Timer(TimerCounter clock, ITimer timer) : ITimer
        {
            public bool Change(TimeSpan dueTime, TimeSpan period) => timer.Change(dueTime, period);

            public void Dispose()
            {
                clock.Timers--;
                timer.Dispose();
            }

            public ValueTask DisposeAsync() => timer.DisposeAsync();
        }
    }

    private sealed class FlowRecorder : TimeProvider
    {
        public List<bool> CapturedFlows { get; } = [];

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            CapturedFlows.Add(ExecutionContext.Capture() is not null);
            return base.CreateTimer(callback, state, dueTime, period);
        }
    }
}
