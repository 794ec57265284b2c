namespace Rokt.EventApi.Outbox.FaultTests;

/// <summary>
/// An application's clock that knows when its threads last looked at it. The last look before a request is that of the rate limiter, which
/// admits it on the same thread: by then, a test's clock may be ahead of a thread that had to wait for a processor.
/// </summary>
internal sealed class AdmissionClock(TimeProvider inner) : TimeProvider
{
    [ThreadStatic]
    private static long _seen;

    public override long TimestampFrequency => inner.TimestampFrequency;

    /// <summary>The second in which this thread last looked.</summary>
    public long SecondSeen => _seen / inner.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => inner.GetUtcNow();

    public override long GetTimestamp() => _seen = inner.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        inner.CreateTimer(callback, state, dueTime, period);
}
