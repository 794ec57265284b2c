using Microsoft.Extensions.Time.Testing;
using Rokt.EventApi.RateLimiting;

namespace Rokt.EventApi.Tests.RateLimiting;

/// <summary>What becomes of a rate that is not used.</summary>
public sealed class AdaptiveRateAtRestTests
{
    private const double Limit = AdaptiveRates.Limit;
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly FakeTimeProvider _clock = new();

    [Fact]
    public void A_rate_that_is_not_used_decays_while_nobody_waits_to_what_is_used()
    {
        AdaptiveRate rate = _clock.BusyRateAtTheLimit();
        _clock.Rest(rate, seconds: 1, acceptedInEach: 10);
        Assert.InRange(rate.PerSecond / Limit, 0.77, 0.79);

        _clock.Rest(rate, seconds: 60, acceptedInEach: 100);
        Assert.InRange(rate.PerSecond, 90, 130);
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(2)]
    public void It_decays_by_a_quarter_of_itself_per_second_whatever_the_time_that_passes_at_once(double seconds)
    {
        AdaptiveRate rate = _clock.BusyRateAtTheLimit();
        _clock.Advance(20 * Second);
        _clock.Accept(rate, 1);

        rate.RestFor(seconds * Second);

        Assert.Equal(Limit * Math.Exp(-0.25 * seconds), rate.PerSecond, 1e-9);
    }

    [Fact]
    public void A_quarter_of_the_rate_of_the_last_429_is_kept_so_that_a_load_that_comes_back_does_not_wait_for_long()
    {
        AdaptiveRate rate = _clock.BusyRateAtTheLimit();
        _clock.Throttle(rate);
        _clock.Rest(rate, seconds: 3600, acceptedInEach: 1);
        Assert.Equal(Limit / 4, rate.PerSecond, 1e-9);

        double seconds = 0;
        for (; rate.PerSecond < Limit; seconds += 0.1)
        {
            _clock.Accept(rate, (int)(rate.PerSecond / 10));
            _clock.Advance(Second / 10);
            rate.GrowFor(Second / 10, waiting: 100);
        }

        Assert.InRange(seconds, 0, 10);
    }

    [Fact]
    public void After_an_hour_without_any_send_the_rate_is_what_was_used_before()
    {
        AdaptiveRate rate = _clock.BusyRateAtTheLimit();
        _clock.Rest(rate, seconds: 60, acceptedInEach: 100);
        double used = rate.PerSecond;

        _clock.Rest(rate, seconds: 3600, acceptedInEach: 0);

        Assert.InRange(rate.PerSecond, used * 0.8, used);
    }

    [Fact]
    public void Before_the_first_429_nothing_decays()
    {
        var rate = new AdaptiveRate(Limit, _clock);

        _clock.Rest(rate, seconds: 60, acceptedInEach: 1);

        Assert.Equal(10.8, rate.PerSecond, 1e-9);
    }
}
