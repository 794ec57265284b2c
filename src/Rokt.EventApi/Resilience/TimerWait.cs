namespace Rokt.EventApi.Resilience;

/// <summary>
/// Rounds waits up to what timers count, whole milliseconds: a timer that fires a fraction too early finds what it waits for
/// not there yet, and is started again and again.
/// </summary>
internal static class TimerWait
{
    public static TimeSpan RoundUp(TimeSpan wait) => FromMilliseconds(wait.TotalMilliseconds);

    public static TimeSpan FromMilliseconds(double wait) => TimeSpan.FromMilliseconds(Math.Ceiling(wait));
}
