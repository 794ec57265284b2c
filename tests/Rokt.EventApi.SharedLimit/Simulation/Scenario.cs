namespace Rokt.EventApi.SharedLimit.Simulation;

/// <summary>One case to simulate.</summary>
/// <param name="Instances">How many share the limit.</param>
/// <param name="Offered">How many calls there are, as a multiple of the limit.</param>
internal sealed record Scenario(int Instances, double Offered)
{
    public Load Load { get; init; }

    public Throttle Throttle { get; init; }

    /// <summary>What a 429 says; null: nothing.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Whether a 2xx says how much of the limit is used.</summary>
    public bool HasHint { get; init; }

    /// <summary>Whether the instances adapt; else each sends at the whole limit.</summary>
    public bool IsAdaptive { get; init; } = true;

    /// <summary>Whether all calls go through the first instance: the best that any limiter could do, and what waits are compared with.</summary>
    public bool IsPooled { get; init; }

    public double Limit { get; init; } = EventApiLimits.BatchesPerSecond;

    /// <summary>Seconds that are not counted.</summary>
    public int WarmUp { get; init; } = 30;

    /// <summary>Seconds that are counted.</summary>
    public int Counted { get; init; } = 45;

    public int Seed { get; init; } = 1;

    public int End => WarmUp + Counted;
}
