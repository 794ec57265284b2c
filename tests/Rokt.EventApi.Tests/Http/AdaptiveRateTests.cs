using Microsoft.Extensions.Time.Testing;
using Rokt.EventApi.Http;

namespace Rokt.EventApi.Tests.Http;

public sealed class AdaptiveRateTests
{
    private const double Limit = 270;
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly FakeTimeProvider _clock = new();

    [Fact]
    public void It_starts_low_and_grows_fourfold_each_second_up_to_the_limit_while_callers_wait()
    {
        var rate = new AdaptiveRate(Limit, _clock);
        Assert.Equal(10.8, rate.PerSecond, 1e-9);

        rate.GrowFor(Second, waiting: 1);
        Assert.Equal(43.2, rate.PerSecond, 1e-9);

        rate.GrowFor(2 * Second, waiting: 1);
        Assert.Equal(Limit, rate.PerSecond);
    }

    [Fact]
    public void It_does_not_grow_while_nobody_waits()
    {
        var rate = new AdaptiveRate(Limit, _clock);

        Accept(rate, 1000);

        Assert.Equal(10.8, rate.PerSecond, 1e-9);
    }

    [Fact]
    public void The_first_429_ends_the_start()
    {
        var rate = new AdaptiveRate(Limit, _clock);
        Throttle(rate);
        Assert.Equal(5.4, rate.PerSecond, 1e-9);

        rate.GrowFor(Second, waiting: 1);

        Assert.InRange(rate.PerSecond, 5.4, 5.6);
    }

    [Fact]
    public void A_429_takes_a_step_of_2()
    {
        AdaptiveRate rate = BusyAtTheLimit();

        Throttle(rate);

        Assert.Equal(Limit - 2, rate.PerSecond, 1e-9);
    }

    [Fact]
    public void A_rate_that_is_not_used_decays_while_nobody_waits_to_what_is_used()
    {
        AdaptiveRate rate = BusyAtTheLimit();
        _clock.Advance(10 * Second);
        Accept(rate, 100);

        rate.RestFor(Second);
        Assert.Equal(Limit * Math.Exp(-0.25), rate.PerSecond, 1e-9);

        rate.RestFor(60 * Second);
        Assert.InRange(rate.PerSecond, 50, 52);
    }

    [Fact]
    public void Before_the_first_429_nothing_decays()
    {
        var rate = new AdaptiveRate(Limit, _clock);

        rate.RestFor(60 * Second);

        Assert.Equal(10.8, rate.PerSecond, 1e-9);
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

        Assert.Equal(200 - (0.75 * Math.Sqrt(200)), rate.PerSecond, 1e-9);
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

    [Theory]
    [InlineData(0)]
    [InlineData(2680)]
    [InlineData(26800)]
    public void The_growth_balances_a_share_of_429s_that_is_higher_the_longer_a_new_caller_would_wait(int waiting)
    {
        AdaptiveRate rate = BusyAtTheLimit();
        Throttle(rate);

        rate.GrowFor(Second / 20, waiting);
        double share = 0.0045 + (0.0017 * Math.Sqrt(waiting / 268.0)) + (0.03 / 270);
        Assert.Equal(268 + (share * 268 * 2 / 20), rate.PerSecond, 1e-9);

        rate.GrowFor(10 * Second, waiting);
        Assert.Equal(Limit, rate.PerSecond);
    }

    [Theory]
    [InlineData(200, 8, true)]
    [InlineData(199, 8, false)]
    [InlineData(200, 7.9, false)]
    public void Eight_quiet_seconds_with_200_answers_make_the_growth_quick(int accepted, double seconds, bool isQuick)
    {
        AdaptiveRate rate = AtTheLimit();
        Throttle(rate, 1000);
        Accept(rate, accepted);
        _clock.Advance(TimeSpan.FromSeconds(seconds));

        rate.GrowFor(Second, waiting: 1);

        Assert.Equal(isQuick, rate.PerSecond > (Limit / 2 * 1.14));
    }

    [Theory]
    [InlineData(70, true)]
    [InlineData(70.1, false)]
    public void The_servers_percentage_ends_the_start(double percentage, bool isStarting)
    {
        var rate = new AdaptiveRate(Limit, _clock);
        rate.Note(isThrottled: false, percentage);

        rate.GrowFor(Second, waiting: 1);

        Assert.Equal(isStarting, rate.PerSecond > 40);
    }

    [Theory]
    [InlineData(90, true)]
    [InlineData(98.5, true)]
    [InlineData(101, false)]
    public void The_servers_percentage_steers_the_growth(double percentage, bool isGrowing)
    {
        AdaptiveRate rate = AtTheLimit();
        Throttle(rate, 1000);
        rate.Note(isThrottled: false, percentage);
        double before = rate.PerSecond;

        rate.GrowFor(Second, waiting: 1);

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
                while (queue.TryHandOut(out _, out _))
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

    private static void Accept(AdaptiveRate rate, int count)
    {
        for (int i = 0; i < count; i++)
        {
            rate.Note(isThrottled: false, null);
        }
    }

    private static void Throttle(AdaptiveRate rate, int count = 1)
    {
        for (int i = 0; i < count; i++)
        {
            rate.Note(isThrottled: true, null);
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
        for (int second = 0; second < 60; second++)
        {
            rate.GrowFor(Second, waiting: 1);
        }

        Assert.Equal(Limit, rate.PerSecond);
        return rate;
    }

    // It has been used up for long.
    private AdaptiveRate BusyAtTheLimit()
    {
        AdaptiveRate rate = AtTheLimit();
        for (int i = 0; i < 30 * Limit; i++)
        {
            Accept(rate, 1);
            _clock.Advance(Second / Limit);
        }

        return rate;
    }
}
