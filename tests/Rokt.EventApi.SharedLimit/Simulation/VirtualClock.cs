namespace Rokt.EventApi.SharedLimit.Simulation;

/// <summary>A clock that jumps from one step of a simulation to the next, in ticks.</summary>
internal sealed class VirtualClock : TimeProvider
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public long Now { get; set; }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public double Seconds => (double)Now / TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => Now;

    public override DateTimeOffset GetUtcNow() => Start.AddTicks(Now);
}
