namespace Rokt.EventApi.Sandbox.Server;

/// <summary>The rate limit: a bucket that holds one second's tokens and is filled steadily.</summary>
internal sealed class TokenBucket(TimeProvider clock)
{
    private readonly object _lock = new();
    private double _tokens;
    private long _filledAt;

    /// <summary>Tokens a second; null lets everything through.</summary>
    public double? PerSecond { get; private set; }

    /// <summary>What a refused client is told to wait; null tells it nothing.</summary>
    public TimeSpan? RetryAfter { get; private set; }

    // Below one a second, the bucket must still hold the one.
    private double Capacity => Math.Max(PerSecond ?? 0, 1);

    public void Set(double? perSecond, TimeSpan? retryAfter)
    {
        if (perSecond is not (null or > 0))
        {
            throw new ArgumentOutOfRangeException(nameof(perSecond), perSecond, "A rate is above 0; null lifts the limit.");
        }

        lock (_lock)
        {
            PerSecond = perSecond;
            RetryAfter = SandboxFault.WholeSeconds(retryAfter);
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
