using Microsoft.Extensions.Time.Testing;

namespace Rokt.EventApi.Tests.Sending;

/// <summary>
/// A fake clock that lets every wait pass at once and writes down how long it was. Timeouts do not count as waits: a test
/// passes them itself with <see cref="FakeTimeProvider.Advance"/>.
/// </summary>
internal sealed class SelfAdvancingClock() : FakeTimeProvider(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero))
{
    private readonly List<TimeSpan> _waits = [];

    public bool IsStopped { get; set; }

    public IReadOnlyList<TimeSpan> Waits
    {
        get
        {
            lock (_waits)
            {
                return [.. _waits];
            }
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ITimer timer = base.CreateTimer(callback, state, dueTime, period);
        if (state is not CancellationTokenSource && dueTime != Timeout.InfiniteTimeSpan)
        {
            lock (_waits)
            {
                _waits.Add(dueTime);
            }

            Pass(dueTime);
        }

        return new RateLimitTimer(timer, this);
    }

    private void Pass(TimeSpan wait)
    {
        if (!IsStopped)
        {
            ThreadPool.QueueUserWorkItem(_ => Advance(wait));
        }
    }

    // A timer that is set again and again is the rate limiter's: its time passes too, but it is no wait of one send.
    private sealed class RateLimitTimer(ITimer timer, SelfAdvancingClock clock) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            bool isChanged = timer.Change(dueTime, period);
            if (dueTime != Timeout.InfiniteTimeSpan)
            {
                clock.Pass(dueTime);
            }

            return isChanged;
        }

        public void Dispose() => timer.Dispose();

        public ValueTask DisposeAsync() => timer.DisposeAsync();
    }
}
