using Microsoft.Extensions.Time.Testing;
using Rokt.EventApi.RateLimiting;

namespace Rokt.EventApi.Tests.RateLimiting;

public sealed class PermitQueueTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly FakeTimeProvider _clock = new();

    [Theory]
    [InlineData(10, 10)]
    [InlineData(17, 17)]
    [InlineData(18, 17)]
    [InlineData(50, 17)]
    public void Of_what_falls_due_while_a_timer_is_late_16_milliseconds_are_handed_out_beside_the_burst(int milliseconds, int permits)
    {
        var queue = new PermitQueue<int>(limit: 1000, burst: 1, rate: null, _clock);
        Assert.True(queue.TryTake());
        for (int i = 0; i < 100; i++)
        {
            queue.Add(i);
        }

        _clock.Advance(TimeSpan.FromMilliseconds(milliseconds));

        Assert.Equal(Enumerable.Range(0, permits), HandOut(queue));
    }

    [Theory]
    [InlineData(25, true)]
    [InlineData(25.001, false)]
    public void Who_waits_gets_a_permit_up_to_the_end_of_the_patience(double seconds, bool isPermitted)
    {
        var queue = new PermitQueue<int>(limit: 0.1, burst: 1, rate: null, _clock, patience: 25 * Second);
        Assert.True(queue.TryTake());
        queue.Add(0);

        _clock.Advance(seconds * Second);

        Assert.True(queue.TryHandOut(out _, out bool isGranted));
        Assert.Equal(isPermitted, isGranted);
        Assert.Equal(0, queue.Waiting);
    }

    [Fact]
    public void A_permit_that_is_due_and_no_more_is_handed_out()
    {
        var queue = new PermitQueue<int>(limit: 1, burst: 1, rate: null, _clock);
        Assert.True(queue.TryTake());
        queue.Add(7);
        queue.Add(8);

        _clock.Advance(Second - TimeSpan.FromMilliseconds(1));
        Assert.Empty(HandOut(queue));
        _clock.Advance(TimeSpan.FromMilliseconds(1));

        Assert.Equal([7], HandOut(queue));
    }

    [Fact]
    public void The_time_until_somebody_leaves_the_queue_was_one_in_which_somebody_waited()
    {
        var rate = new AdaptiveRate(AdaptiveRates.Limit, _clock);
        var queue = new PermitQueue<int>(AdaptiveRates.Limit, burst: 1, rate, _clock);
        var waiter = queue.Add(0);

        _clock.Advance(Second);

        Assert.True(queue.Remove(waiter));
        Assert.Equal(43.2, rate.PerSecond, 1e-9);
        Assert.False(queue.Remove(waiter));
    }

    [Fact]
    public void All_are_removed_in_the_order_in_which_they_came()
    {
        var queue = new PermitQueue<int>(limit: 1, burst: 1, rate: null, _clock);
        queue.Add(7);
        queue.Add(8);

        Assert.Equal([7, 8], queue.RemoveAll());
        Assert.Equal(0, queue.Waiting);
        Assert.True(queue.TryTake());
    }

    private static List<int> HandOut(PermitQueue<int> queue)
    {
        var granted = new List<int>();
        while (queue.TryHandOut(out int next, out bool isPermitted))
        {
            Assert.True(isPermitted);
            granted.Add(next);
        }

        return granted;
    }
}
