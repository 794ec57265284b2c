using Microsoft.Extensions.Time.Testing;

namespace Rokt.EventApi.Tests.Http;

/// <summary>
/// A fake clock that lets every wait pass at once and writes down how long it was. Timeouts do not count as waits: a test
/// names them, and passes them itself with <see cref="FakeTimeProvider.Advance"/>.
/// </summary>
internal sealed class SelfAdvancingClock(params TimeSpan[] timeouts) : FakeTimeProvider(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero))
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
        if (dueTime != Timeout.InfiniteTimeSpan && !timeouts.Contains(dueTime))
        {
            lock (_waits)
            {
                _waits.Add(dueTime);
            }

            if (!IsStopped)
            {
                ThreadPool.QueueUserWorkItem(_ => Advance(dueTime));
            }
        }

        return timer;
    }
}
