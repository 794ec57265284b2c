namespace Rokt.EventApi.Sandbox.Faults;

/// <summary>What a rate limit may be, and what a header can say of it.</summary>
internal static class ThrottleLimits
{
    public const double MaxBatchesPerSecond = 1_000_000;

    /// <summary>Returns what is wrong with a rate or a <c>Retry-After</c>, or null.</summary>
    public static string? Problem(double? batchesPerSecond, TimeSpan? retryAfter)
    {
        if (batchesPerSecond is not (null or (> 0 and <= MaxBatchesPerSecond)))
        {
            return $"The number of batches per second must be above 0 and at most {MaxBatchesPerSecond}; null lifts the limit.";
        }

        return retryAfter < TimeSpan.Zero || retryAfter > TimeSpan.FromSeconds(int.MaxValue)
            ? $"Retry-After must be 0 to {int.MaxValue} seconds; null leaves it out."
            : null;
    }

    /// <summary>Rounds up to what a header can say.</summary>
    public static TimeSpan? WholeSeconds(TimeSpan? wait) => wait is { } time ? TimeSpan.FromSeconds(Math.Ceiling(time.TotalSeconds)) : null;
}
