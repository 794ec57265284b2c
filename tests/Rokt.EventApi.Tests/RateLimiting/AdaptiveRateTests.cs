using Microsoft.Extensions.Time.Testing;
using Rokt.EventApi.RateLimiting;

namespace Rokt.EventApi.Tests.RateLimiting;

public sealed class AdaptiveRateTests
{
    private const double Limit = AdaptiveRates.Limit;
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

        _clock.Accept(rate, 1000);

        Assert.Equal(10.8, rate.PerSecond, 1e-9);
    }

    [Fact]
    public void The_first_429_ends_the_start()
    {
        var rate = new AdaptiveRate(Limit, _clock);
        _clock.Throttle(rate);
        Assert.Equal(5.4, rate.PerSecond, 1e-9);

        rate.GrowFor(Second, waiting: 1);

        Assert.InRange(rate.PerSecond, 5.4, 5.6);
    }

    [Fact]
    public void A_429_takes_a_step_of_2()
    {
        AdaptiveRate rate = _clock.BusyRateAtTheLimit();

        _clock.Throttle(rate);

        Assert.Equal(Limit - 2, rate.PerSecond, 1e-9);
    }

    [Fact]
    public void However_many_429s_a_second_takes_no_more_than_half()
    {
        AdaptiveRate rate = _clock.RateAtTheLimit();

        _clock.Throttle(rate, 1000);

        Assert.Equal(Limit / 2, rate.PerSecond, 1e-9);
    }

    [Theory]
    [InlineData(0.999, 2)]
    [InlineData(1, 4)]
    public void The_next_second_takes_half_of_what_is_left(double seconds, int part)
    {
        AdaptiveRate rate = _clock.RateAtTheLimit();
        _clock.Throttle(rate, 1000);

        _clock.Advance(seconds * Second);
        _clock.Throttle(rate, 1000);

        Assert.Equal(Limit / part, rate.PerSecond, 1e-9);
    }

    [Fact]
    public void What_was_accepted_in_the_last_second_is_kept_less_what_chance_may_have_added()
    {
        AdaptiveRate rate = _clock.RateAtTheLimit();
        _clock.Accept(rate, 200);

        _clock.Throttle(rate, 1000);

        Assert.InRange(rate.PerSecond, 188, 191);
    }

    [Fact]
    public void It_never_falls_below_one_in_two_seconds()
    {
        AdaptiveRate rate = _clock.RateAtTheLimit();
        for (int second = 0; second < 30; second++)
        {
            _clock.Throttle(rate, 1000);
            _clock.Advance(Second);
        }

        Assert.Equal(0.5, rate.PerSecond);
    }

    [Fact]
    public void A_limit_below_that_is_its_own_floor()
    {
        var rate = new AdaptiveRate(0.1, _clock);

        _clock.Throttle(rate, 1000);

        Assert.Equal(0.1, rate.PerSecond);
    }

    [Theory]
    [InlineData(1, 0.45, 0.85)]
    [InlineData(10, 0.75, 1.35)]
    [InlineData(60, 1.35, 2.35)]
    public void It_settles_at_a_share_of_429s_that_is_higher_the_longer_a_new_caller_would_wait(double wait, double tooFew, double tooMany)
    {
        Assert.InRange(ChangeWhile(_clock.BusyRateAtTheLimit(), tooFew, wait), 5, 100);
        Assert.InRange(ChangeWhile(_clock.BusyRateAtTheLimit(), tooMany, wait), -100, -5);
    }

    [Fact]
    public void It_settles_at_more_429s_while_it_is_little_so_that_it_catches_up()
    {
        const double TooManyForMost = 1.2;
        const double TooManyForAll = 1.7;

        Assert.InRange(ChangeWhile(_clock.BusyRateAtTheLimit(), TooManyForMost, wait: 1), -100, -5);
        Assert.InRange(ChangeWhile(LittleRate(), TooManyForMost, wait: 1, seconds: 3600), 0.1, 100);
        Assert.InRange(ChangeWhile(LittleRate(), TooManyForAll, wait: 1, seconds: 3600), -100, -0.1);
    }

    [Theory]
    [InlineData(6, 60, 1.5, 3)]
    [InlineData(60, 600, 1, 1.01)]
    public void It_grows_faster_the_longer_a_new_caller_would_wait_up_to_a_minute(double wait, double longer, double least, double most) =>
        Assert.InRange(GrowthIn(Second, longer) / GrowthIn(Second, wait), least, most);

    [Theory]
    [InlineData(200, 8, true)]
    [InlineData(199, 8, false)]
    [InlineData(200, 7.9, false)]
    public void Eight_quiet_seconds_with_200_responses_make_the_growth_quick(int accepted, double seconds, bool isQuick)
    {
        AdaptiveRate rate = _clock.RateAtTheLimit();
        _clock.Throttle(rate, 1000);
        _clock.Accept(rate, accepted);
        _clock.Advance(TimeSpan.FromSeconds(seconds));

        rate.GrowFor(Second, waiting: 1);

        Assert.Equal(isQuick ? 0.15 : 0.01, (rate.PerSecond / (Limit / 2)) - 1, isQuick ? 1e-9 : 0.01);
    }

    [Theory]
    [InlineData(70, true)]
    [InlineData(70.1, false)]
    public void The_servers_percentage_ends_the_start(double percentage, bool isStarting)
    {
        var rate = new AdaptiveRate(Limit, _clock);
        rate.Record(isThrottled: false, percentage, _clock.GetTimestamp());

        rate.GrowFor(Second, waiting: 1);

        Assert.Equal(isStarting, rate.PerSecond > 40);
    }

    [Theory]
    [InlineData(90, true)]
    [InlineData(98.5, true)]
    [InlineData(101, false)]
    public void The_servers_percentage_steers_the_growth(double percentage, bool isGrowing)
    {
        AdaptiveRate rate = _clock.RateAtTheLimit();
        _clock.Throttle(rate, 1000);
        rate.Record(isThrottled: false, percentage, _clock.GetTimestamp());
        double before = rate.PerSecond;

        rate.GrowFor(Second, waiting: 1);

        Assert.Equal(isGrowing, rate.PerSecond > before);
    }

    private AdaptiveRate LittleRate()
    {
        AdaptiveRate rate = _clock.RateAtTheLimit();
        while (rate.PerSecond > 2)
        {
            _clock.Throttle(rate, 100);
            _clock.Advance(Second);
        }

        return rate;
    }

    // Brings a rate to what leaves it room, and returns how it changes while so many percent of the responses are 429s.
    private double ChangeWhile(AdaptiveRate rate, double percentThrottled, double wait, int seconds = 30)
    {
        if (rate.PerSecond > Limit / 2)
        {
            _clock.Throttle(rate, 30);
        }

        double before = rate.PerSecond;
        double throttled = 0;
        for (DateTimeOffset end = _clock.GetUtcNow() + (seconds * Second); _clock.GetUtcNow() < end;)
        {
            TimeSpan interval = Second / rate.PerSecond;
            _clock.Advance(interval);
            rate.GrowFor(interval, (int)Math.Ceiling(rate.PerSecond * wait));
            throttled += percentThrottled / 100;
            if (throttled >= 1)
            {
                throttled--;
                _clock.Throttle(rate);
            }
            else
            {
                _clock.Accept(rate, 1);
            }
        }

        return rate.PerSecond - before;
    }

    private double GrowthIn(TimeSpan time, double wait)
    {
        AdaptiveRate rate = _clock.BusyRateAtTheLimit();
        _clock.Throttle(rate, 10);
        double before = rate.PerSecond;
        rate.GrowFor(time, (int)Math.Ceiling(before * wait));
        return rate.PerSecond - before;
    }
}
