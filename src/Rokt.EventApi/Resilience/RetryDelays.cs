namespace Rokt.EventApi.Resilience;

/// <summary>How long to wait before the next attempt.</summary>
internal sealed class RetryDelays(EventApiRetryOptions options, Func<double> random)
{
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(100);

    /// <summary>The server's wait, and up to a quarter more, so that many hosts do not come back at once; never a hot loop.</summary>
    public TimeSpan Honour(TimeSpan retryAfter) =>
        (retryAfter > Shortest ? retryAfter : Shortest) * (1 + (0.25 * random()));

    /// <summary>The wait before a retry (0 is the first) that the server names no time for: doubling, capped, half of it random.</summary>
    public TimeSpan BackOff(int retry)
    {
        double wait = Math.Min(options.BaseDelay.TotalMilliseconds * Math.Pow(2, retry), options.MaxDelay.TotalMilliseconds);
        return TimeSpan.FromMilliseconds(wait * (0.5 + (0.5 * random())));
    }
}
