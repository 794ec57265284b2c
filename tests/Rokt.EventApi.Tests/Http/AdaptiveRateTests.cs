using Microsoft.Extensions.Time.Testing;
using Rokt.EventApi.Http;

namespace Rokt.EventApi.Tests.Http;

public sealed class AdaptiveRateTests
{
    private const double Limit = 270;
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly FakeTimeProvider _clock = new();

    [Fact]
    public void It_starts_low_and_reaches_the_limit_with_accepted_answers_while_callers_wait()
    {
        var rate = new AdaptiveRate(Limit, _clock);
        Assert.Equal(10.8, rate.PerSecond, 1e-9);

        Accept(rate, 130);

        Assert.Equal(Limit, rate.PerSecond);
    }

    [Fact]
    public void It_does_not_grow_while_nobody_waits()
    {
        var rate = new AdaptiveRate(Limit, _clock);

        Accept(rate, 1000, isWaitedFor: false);

        Assert.Equal(10.8, rate.PerSecond, 1e-9);
    }

    [Fact]
    public void The_first_429_ends_the_start()
    {
        var rate = new AdaptiveRate(Limit, _clock);
        Throttle(rate);
        double lowered = rate.PerSecond;

        Accept(rate, 100);

        Assert.Equal(lowered, rate.PerSecond);
    }

    [Fact]
    public void A_429_takes_a_step_of_2()
    {
        AdaptiveRate rate = AtTheLimit();

        Throttle(rate);

        Assert.Equal(Limit - 2, rate.PerSecond, 1e-9);
    }

    [Fact]
    public void However_many_429s_a_second_takes_no_more_than_half()
    {
        AdaptiveRate rate = AtTheLimit();

        Throttle(rate, 1000);

        Assert.Equal(Limit / 2, rate.PerSecond, 1e-9);
    }

    [Fact]
    public void What_was_accepted_in_the_last_second_is_kept()
    {
        AdaptiveRate rate = AtTheLimit();
        Accept(rate, 200);

        Throttle(rate, 1000);

        Assert.InRange(rate.PerSecond, 200, 200 + Math.Sqrt(200));
    }

    [Fact]
    public void It_never_falls_below_one_in_two_seconds()
    {
        AdaptiveRate rate = AtTheLimit();
        for (int second = 0; second < 30; second++)
        {
            Throttle(rate, 1000);
            _clock.Advance(Second);
        }

        Assert.Equal(0.5, rate.PerSecond);
    }

    [Fact]
    public void A_limit_below_that_is_its_own_floor()
    {
        var rate = new AdaptiveRate(0.1, _clock);

        Throttle(rate, 1000);

        Assert.Equal(0.1, rate.PerSecond);
    }

    [Fact]
    public void The_growth_comes_back_with_accepted_answers_and_never_exceeds_the_limit()
    {
        AdaptiveRate rate = AtTheLimit();
        Throttle(rate);
        rate.GrowFor(Second);
        Assert.Equal(Limit - 2, rate.PerSecond, 1e-9);

        Accept(rate, 100);
        rate.GrowFor(Second);
        Assert.Equal(Limit - 2 + (((0.01 * (Limit - 2)) + 0.3) / 2), rate.PerSecond, 1e-9);

        rate.GrowFor(10 * Second);
        Assert.Equal(Limit, rate.PerSecond);
    }

    [Fact]
    public void Twenty_quiet_seconds_make_the_growth_quick()
    {
        AdaptiveRate rate = AtTheLimit();
        Throttle(rate, 1000);
        Accept(rate, 200);
        _clock.Advance(20 * Second);

        rate.GrowFor(Second);

        Assert.Equal((Limit / 2 * 1.08) + 0.3, rate.PerSecond, 1e-9);
    }

    [Theory]
    [InlineData(70, true)]
    [InlineData(70.1, false)]
    public void The_servers_percentage_ends_the_start(double percentage, bool isStarting)
    {
        var rate = new AdaptiveRate(Limit, _clock);
        rate.Note(isThrottled: false, percentage, isWaitedFor: false);

        rate.Note(isThrottled: false, null, isWaitedFor: true);

        Assert.Equal(isStarting, rate.PerSecond > 10.8);
    }

    [Theory]
    [InlineData(90, true)]
    [InlineData(98.5, true)]
    [InlineData(101, false)]
    public void The_servers_percentage_steers_the_growth(double percentage, bool isGrowing)
    {
        AdaptiveRate rate = AtTheLimit();
        Throttle(rate, 1000);
        rate.Note(isThrottled: false, percentage, isWaitedFor: true);
        double before = rate.PerSecond;

        rate.GrowFor(Second);

        Assert.Equal(isGrowing, rate.PerSecond > before);
    }

    [Fact]
    public void A_conversion_after_a_pause_does_not_wait_however_low_the_rate()
    {
        var rate = new AdaptiveRate(Limit, _clock);
        using var limiter = new PacedRateLimiter(Limit, 4, _clock, rate);
        for (int i = 0; i < 1000; i++)
        {
            limiter.Note(isThrottled: true, null);
            _clock.Advance(TimeSpan.FromMilliseconds(100));
        }

        Assert.Equal(0.5, rate.PerSecond);
        Assert.Equal(4, Enumerable.Range(0, 10).Count(_ => limiter.AttemptAcquire().IsAcquired));
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
                while (queue.TryHandOut(out _))
                {
                }

                due = millisecond + queue.UntilNext.TotalMilliseconds;
            }

            bool isThrottled = millisecond % 500 == 499;
            limiter.Note(isThrottled, null);
            queue.Note(isThrottled, null);
            Assert.Equal(queue.Waiting, limiter.GetStatistics()!.CurrentQueuedCount);
        }

        Assert.InRange(queue.Waiting, 50, 950);
    }

    private static void Accept(AdaptiveRate rate, int count, bool isWaitedFor = true)
    {
        for (int i = 0; i < count; i++)
        {
            rate.Note(isThrottled: false, null, isWaitedFor);
        }
    }

    private static void Throttle(AdaptiveRate rate, int count = 1)
    {
        for (int i = 0; i < count; i++)
        {
            rate.Note(isThrottled: true, null, isWaitedFor: true);
        }
    }

    // Its start is over, and no answer of it is in the last second.
    private AdaptiveRate AtTheLimit()
    {
        var rate = new AdaptiveRate(Limit, _clock);
        Accept(rate, 200);
        Throttle(rate);
        Accept(rate, 300);
        _clock.Advance(21 * Second);
        rate.GrowFor(60 * Second);
        Assert.Equal(Limit, rate.PerSecond);
        return rate;
    }
}
