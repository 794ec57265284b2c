using Rokt.EventApi.Resilience;

namespace Rokt.EventApi.SharedLimit.Simulation;

/// <summary>A server that lets so many requests through, strictly, and responds with 429 to the others.</summary>
internal sealed class Server(Throttle throttle, double limit, VirtualClock clock)
{
    private readonly double _capacity = Math.Max(1, limit / 10);
    private readonly RollingCounter _responses = new(TimeSpan.FromSeconds(1), clock);
    private double _tokens = Math.Max(1, limit / 10);
    private long _filled;
    private long _window;
    private int _inWindow;

    /// <summary>What it would say in <c>X-mp-rate-limit-percentage-used</c>.</summary>
    public double PercentageUsed => 100 * _responses.Count(clock.GetTimestamp()).Others / limit;

    public bool TryTake()
    {
        bool isTaken = throttle == Throttle.TokenBucket ? TryTakeToken() : TryTakePlace();
        if (isTaken)
        {
            _responses.Add(isFailure: false, clock.GetTimestamp());
        }

        return isTaken;
    }

    private bool TryTakeToken()
    {
        _tokens = Math.Min(_capacity, _tokens + ((clock.Now - _filled) * limit / TimeSpan.TicksPerSecond));
        _filled = clock.Now;
        if (_tokens < 1)
        {
            return false;
        }

        _tokens--;
        return true;
    }

    private bool TryTakePlace()
    {
        long window = clock.Now / TimeSpan.TicksPerSecond;
        if (window != _window)
        {
            (_window, _inWindow) = (window, 0);
        }

        return ++_inWindow <= limit;
    }
}
