namespace Rokt.EventApi.Outbox.Tests.Delivery;

/// <summary>A clock that somebody sets: the time of day jumps, and what measures time does not.</summary>
internal sealed class JumpingClock(TimeProvider inner) : TimeProvider
{
    private TimeSpan _offset;

    public override long TimestampFrequency => inner.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => inner.GetUtcNow() + _offset;

    public override long GetTimestamp() => inner.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        inner.CreateTimer(callback, state, dueTime, period);

    public void Jump(TimeSpan by) => _offset += by;
}
