namespace Rokt.EventApi.Resilience;

/// <summary>How long to wait before the next attempt.</summary>
internal sealed class RetryDelays(EventApiRetryOptions options, Func<double> random)
{
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(100);

    // A limiter of the application may ask for any time; with jitter, it is still one.
    private static readonly TimeSpan Longest = TimeSpan.FromTicks(TimeSpan.MaxValue.Ticks / 2);

    private readonly double _base = options.BaseDelay.TotalMilliseconds;
    private readonly double _longest = options.MaxDelay.TotalMilliseconds;

    /// <summary>Returns the server's wait, and up to a quarter more, so that many hosts do not come back at once; never a hot loop.</summary>
    public TimeSpan Honor(TimeSpan retryAfter) =>
        (retryAfter < Shortest ? Shortest : retryAfter > Longest ? Longest : retryAfter) * (1 + (0.25 * random()));

    /// <summary>Returns the wait before a retry (0 is the first) for which the server names no time: doubling, capped, half of it random.</summary>
    public TimeSpan BackOff(int retry) =>
        TimeSpan.FromMilliseconds(Math.Min(_base * Math.Pow(2, retry), _longest) * (0.5 + (0.5 * random())));
}
