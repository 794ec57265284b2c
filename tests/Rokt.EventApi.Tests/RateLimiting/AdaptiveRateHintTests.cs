using Microsoft.Extensions.Time.Testing;
using Rokt.EventApi.RateLimiting;

namespace Rokt.EventApi.Tests.RateLimiting;

/// <summary>How a rate goes by the percentage of the limit that the server says is used.</summary>
public sealed class AdaptiveRateHintTests
{
    private const double Half = AdaptiveRates.Limit / 2;
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly FakeTimeProvider _clock = new();

    [Theory]
    [InlineData(50, 0.485)]
    [InlineData(90, 0.085)]
    [InlineData(98.5, 0)]
    [InlineData(101, -0.025)]
    public void It_takes_a_second_to_what_is_left_of_the_limit_and_a_little_more(double percentage, double share)
    {
        AdaptiveRate rate = RateAtHalfTheLimit();

        Record(rate, percentage);

        AssertGrowth(rate, (share * Half) + 0.03);
    }

    [Theory]
    [InlineData(0.999, true)]
    [InlineData(1, false)]
    public void A_percentage_counts_for_a_second(double seconds, bool counts)
    {
        AdaptiveRate rate = RateAtHalfTheLimit();
        Record(rate, 50);

        _clock.Advance(seconds * Second);
        rate.GrowFor(Second, waiting: 1);

        Assert.Equal(counts, rate.PerSecond > Half + 2);
    }

    [Theory]
    [InlineData(0.999, 0)]
    [InlineData(1, 0.485)]
    public void The_highest_of_the_last_second_counts(double seconds, double share)
    {
        AdaptiveRate rate = RateAtHalfTheLimit();
        Record(rate, 98.5);

        _clock.Advance(seconds * Second);
        Record(rate, 50);

        AssertGrowth(rate, (share * Half) + 0.03);
    }

    [Fact]
    public void A_higher_one_counts_at_once()
    {
        AdaptiveRate rate = RateAtHalfTheLimit();
        Record(rate, 50);

        Record(rate, 98.5);

        AssertGrowth(rate, 0.03);
    }

    [Fact]
    public void The_same_one_again_counts_for_another_second()
    {
        AdaptiveRate rate = RateAtHalfTheLimit();
        Record(rate, 90);
        _clock.Advance(0.6 * Second);

        Record(rate, 90);
        _clock.Advance(0.6 * Second);

        AssertGrowth(rate, (0.085 * Half) + 0.03);
    }

    private void Record(AdaptiveRate rate, double percentage) => rate.Record(isThrottled: false, percentage, _clock.GetTimestamp());

    private AdaptiveRate RateAtHalfTheLimit()
    {
        AdaptiveRate rate = _clock.RateAtTheLimit();
        _clock.Throttle(rate, 1000);
        Assert.Equal(Half, rate.PerSecond, 1e-9);
        return rate;
    }

    private static void AssertGrowth(AdaptiveRate rate, double growth)
    {
        rate.GrowFor(Second, waiting: 1);

        Assert.Equal(Half + growth, rate.PerSecond, 1e-9);
    }
}
