namespace Rokt.EventApi.Sandbox.Faults;

/// <summary>The rate limit: a bucket that holds one second's tokens and is filled steadily.</summary>
internal sealed class TokenBucket(TimeProvider clock)
{
    private readonly object _lock = new();
    private double _tokens;
    private long _filledAt;

    /// <summary>Gets the tokens per second; null lets everything through.</summary>
    public double? PerSecond { get; private set; }

    /// <summary>Gets the Retry-After of a refused request; null for none.</summary>
    public TimeSpan? RetryAfter { get; private set; }

    // Below one per second, the bucket must still hold the one.
    private double Capacity => Math.Max(PerSecond ?? 0, 1);

    public void Set(double? perSecond, TimeSpan? retryAfter)
    {
        if (ThrottleLimits.Problem(perSecond, retryAfter) is { } problem)
        {
            throw new ArgumentOutOfRangeException(nameof(perSecond), problem);
        }

        lock (_lock)
        {
            PerSecond = perSecond;
            RetryAfter = ThrottleLimits.WholeSeconds(retryAfter);
            _tokens = Capacity;
            _filledAt = clock.GetTimestamp();
        }
    }

    public bool TryTake()
    {
        lock (_lock)
        {
            if (PerSecond is not { } perSecond)
            {
                return true;
            }

            long now = clock.GetTimestamp();
            _tokens = Math.Min(Capacity, _tokens + (clock.GetElapsedTime(_filledAt, now).TotalSeconds * perSecond));
            _filledAt = now;
            if (_tokens < 1)
            {
                return false;
            }

            _tokens--;
            return true;
        }
    }
}
