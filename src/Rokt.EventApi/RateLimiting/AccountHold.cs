using Rokt.EventApi.Resilience;

namespace Rokt.EventApi.RateLimiting;

/// <summary>
/// Holds back all sends of the account, but only when the server rejected at least half of the requests of the last
/// second: where instances share the limit, holding everything on every 429 wastes most of it.
/// </summary>
internal sealed class AccountHold(TimeProvider clock)
{
    // Longer, and one mistaken Retry-After would stop the application for good.
    private static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    private readonly object _lock = new();
    private readonly RollingCounter _responses = new(TimeSpan.FromSeconds(1), clock);

    // Read without the lock by every send.
    private Hold? _hold;

    /// <summary>Gets how long sends are still held back; zero or less when they are not.</summary>
    public TimeSpan Remaining => Volatile.Read(ref _hold) is { } hold ? hold.Duration - clock.GetElapsedTime(hold.Since) : TimeSpan.Zero;

    /// <summary>Records a response.</summary>
    /// <param name="isThrottled">Whether it was a 429.</param>
    /// <param name="wait">How long its <c>Retry-After</c> asks to wait.</param>
    public void Record(bool isThrottled, TimeSpan? wait)
    {
        lock (_lock)
        {
            long now = clock.GetTimestamp();
            _responses.Add(isThrottled, now);
            if (isThrottled && wait is { } asked && MostAreThrottled(now))
            {
                TimeSpan duration = asked < Longest ? asked : Longest;
                if (duration > Remaining)
                {
                    Volatile.Write(ref _hold, new Hold(now, duration));
                }
            }
        }
    }

    private bool MostAreThrottled(long now)
    {
        (int throttled, int others) = _responses.Count(now);
        return throttled >= others;
    }

    private sealed record Hold(long Since, TimeSpan Duration);
}
