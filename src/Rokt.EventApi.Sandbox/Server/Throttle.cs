namespace Rokt.EventApi.Sandbox.Server;

/// <summary>Lets so many requests through in any second of the clock: a strict, sliding window.</summary>
internal sealed class Throttle(int perSecond, TimeProvider clock)
{
    private readonly Queue<long> _lastSecond = new();

    public bool TryEnter()
    {
        lock (_lastSecond)
        {
            long now = clock.GetTimestamp();
            while (_lastSecond.TryPeek(out long oldest) && clock.GetElapsedTime(oldest, now) >= TimeSpan.FromSeconds(1))
            {
                _lastSecond.Dequeue();
            }

            if (_lastSecond.Count >= perSecond)
            {
                return false;
            }

            _lastSecond.Enqueue(now);
            return true;
        }
    }
}
