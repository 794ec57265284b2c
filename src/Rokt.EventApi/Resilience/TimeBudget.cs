namespace Rokt.EventApi.Resilience;

/// <summary>The time that a send may take in all, which begins when this is created.</summary>
internal readonly struct TimeBudget(TimeSpan total, TimeProvider clock)
{
    private readonly long _start = clock.GetTimestamp();

    public TimeSpan Elapsed => clock.GetElapsedTime(_start);

    /// <summary>Gets what is left of it; never less than zero.</summary>
    public TimeSpan Remaining => Elapsed is var elapsed && elapsed < total ? total - elapsed : TimeSpan.Zero;
}
