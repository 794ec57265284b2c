namespace Rokt.EventApi.Outbox.Outages;

/// <summary>
/// How long until a time of a clock: in whole milliseconds, as timers count, rounded up. One that is a fraction too short would come
/// back at once, again and again.
/// </summary>
internal static class TimerWait
{
    /// <param name="timestamp">The time, as the clock's timestamps; zero is returned once it has come.</param>
    /// <param name="clock">The clock.</param>
    public static TimeSpan Until(double timestamp, TimeProvider clock) =>
        TimeSpan.FromMilliseconds(Math.Ceiling(Math.Max(0, timestamp - clock.GetTimestamp()) * 1000 / clock.TimestampFrequency));
}
