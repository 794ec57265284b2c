using Microsoft.Extensions.Time.Testing;
using Rokt.EventApi.RateLimiting;

namespace Rokt.EventApi.Tests.RateLimiting;

/// <summary>Brings adaptive rates to where a test begins.</summary>
internal static class AdaptiveRates
{
    public const double Limit = 270;

    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    public static void Accept(this FakeTimeProvider clock, AdaptiveRate rate, int count)
    {
        for (int i = 0; i < count; i++)
        {
            rate.Record(isThrottled: false, null, clock.GetTimestamp());
        }
    }

    public static void Throttle(this FakeTimeProvider clock, AdaptiveRate rate, int count = 1)
    {
        for (int i = 0; i < count; i++)
        {
            rate.Record(isThrottled: true, null, clock.GetTimestamp());
        }
    }

    public static void Rest(this FakeTimeProvider clock, AdaptiveRate rate, int seconds, int acceptedInEach)
    {
        for (int second = 0; second < seconds; second++)
        {
            clock.Advance(Second);
            clock.Accept(rate, acceptedInEach);
            rate.RestFor(Second);
        }
    }

    /// <summary>Its start is over, and no response to it is in the last second.</summary>
    public static AdaptiveRate RateAtTheLimit(this FakeTimeProvider clock)
    {
        var rate = new AdaptiveRate(Limit, clock);
        clock.Accept(rate, 200);
        clock.Throttle(rate);
        clock.Accept(rate, 300);
        clock.Advance(21 * Second);
        for (int second = 0; second < 60; second++)
        {
            rate.GrowFor(Second, waiting: 1);
        }

        Assert.Equal(Limit, rate.PerSecond);
        return rate;
    }

    /// <summary>It has been used up for long.</summary>
    public static AdaptiveRate BusyRateAtTheLimit(this FakeTimeProvider clock)
    {
        AdaptiveRate rate = clock.RateAtTheLimit();
        for (int i = 0; i < 30 * Limit; i++)
        {
            clock.Accept(rate, 1);
            clock.Advance(Second / Limit);
        }

        return rate;
    }
}
