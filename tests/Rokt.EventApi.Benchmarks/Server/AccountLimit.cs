using System.Diagnostics;

namespace Rokt.EventApi.Benchmarks.Server;

/// <summary>The rate limit of an account, as the API's guide names it: a bucket that holds one second's tokens.</summary>
internal sealed class AccountLimit(double perSecond)
{
    private readonly Lock _lock = new();
    private double _tokens = double.MaxValue;
    private long _filledAt = Stopwatch.GetTimestamp();

    public bool TryTake()
    {
        lock (_lock)
        {
            long now = Stopwatch.GetTimestamp();
            _tokens = Math.Min(perSecond, _tokens + (Stopwatch.GetElapsedTime(_filledAt, now).TotalSeconds * perSecond));
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
