using Microsoft.Extensions.Time.Testing;
using Rokt.EventApi.RateLimiting;

namespace Rokt.EventApi.Tests.RateLimiting;

/// <summary>How queue and limiter go by the adaptive rate.</summary>
public sealed class AdaptiveLimiterTests
{
    private const double Limit = AdaptiveRates.Limit;
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly FakeTimeProvider _clock = new();

    [Fact]
    public void A_conversion_after_a_pause_does_not_wait_however_low_the_rate()
    {
        var rate = new AdaptiveRate(Limit, _clock);
        using var limiter = new PacedRateLimiter(Limit, 4, _clock, rate);
        for (int i = 0; i < 1000; i++)
        {
            limiter.Record(isThrottled: true, null);
            _clock.Advance(TimeSpan.FromMilliseconds(100));
        }

        Assert.Equal(0.5, rate.PerSecond);
        Assert.Equal(4, Enumerable.Range(0, 10).Count(_ => limiter.AttemptAcquire().IsAcquired));
    }

    [Fact]
    public void The_queue_lets_the_rate_rest_while_it_is_empty_and_grow_by_those_who_wait()
    {
        AdaptiveRate rate = _clock.BusyRateAtTheLimit();
        var queue = new PermitQueue<int>(Limit, 4, rate, _clock);
        _clock.Accept(rate, 1);
        _clock.Throttle(rate);
        _clock.Advance(10 * Second);
        _clock.Accept(rate, 1);
        while (queue.TryTake())
        {
        }

        double rested = rate.PerSecond;
        Assert.InRange(rested, Limit / 4, Limit / 2);
        double few = Grown(waiting: 1);
        double many = Grown(waiting: 3000);
        Assert.True(few > 0 && many > few, $"{few} and {many}");

        double Grown(int waiting)
        {
            while (queue.Waiting < waiting)
            {
                queue.Add(0);
            }

            double before = rate.PerSecond;
            _clock.Advance(Second / 10);
            _ = queue.Available;
            return rate.PerSecond - before;
        }
    }

    [Fact]
    public void The_limiter_hands_out_permits_when_its_queue_says_so()
    {
        var limiterRate = new AdaptiveRate(Limit, _clock);
        var queueRate = new AdaptiveRate(Limit, _clock);
        using var limiter = new PacedRateLimiter(Limit, 4, _clock, limiterRate);
        var queue = new PermitQueue<int>(Limit, 4, queueRate, _clock);
        for (int i = 0; i < 1000; i++)
        {
            _ = limiter.AcquireAsync(1, TestContext.Current.CancellationToken).AsTask();
            if (!queue.TryTake())
            {
                queue.Add(i);
            }
        }

        // As the simulation does it: one timer, set again when it has fired.
        double due = queue.UntilNext.TotalMilliseconds;
        for (int millisecond = 1; millisecond < 3000; millisecond++)
        {
            _clock.Advance(TimeSpan.FromMilliseconds(1));
            if (millisecond >= due)
            {
                while (queue.TryHandOut(out _, out _))
                {
                }

                due = millisecond + queue.UntilNext.TotalMilliseconds;
            }

            bool isThrottled = millisecond % 500 == 499;
            limiter.Record(isThrottled, null);
            queue.Record(isThrottled, null);
            Assert.Equal(queue.Waiting, limiter.GetStatistics()!.CurrentQueuedCount);
        }

        Assert.InRange(queue.Waiting, 50, 950);
    }
}
