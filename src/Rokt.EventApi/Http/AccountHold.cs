namespace Rokt.EventApi.Http;

/// <summary>
/// Holds back all sends of the account, but only when the server rejected at least half of what it answered in the last
/// second: where instances share the limit, holding everything on every 429 wastes most of it.
/// </summary>
internal sealed class AccountHold(TimeProvider clock)
{
    private const int Slots = 10;

    private readonly object _lock = new();
    private readonly long _slotLength = clock.TimestampFrequency / Slots;
    private readonly (long Slot, int Answers, int Throttled)[] _lastSecond = new (long, int, int)[Slots];
    private long _heldSince;
    private TimeSpan _heldFor;

    /// <summary>How long sends are still held back; zero or less when they are not.</summary>
    public TimeSpan Remaining
    {
        get
        {
            lock (_lock)
            {
                return _heldFor == TimeSpan.Zero ? TimeSpan.Zero : _heldFor - clock.GetElapsedTime(_heldSince);
            }
        }
    }

    /// <summary>Takes note of an answer.</summary>
    /// <param name="isThrottled">Whether it was a 429.</param>
    /// <param name="wait">How long its <c>Retry-After</c> asks to wait.</param>
    public void Note(bool isThrottled, TimeSpan? wait)
    {
        long now = clock.GetTimestamp();
        lock (_lock)
        {
            Count(now, isThrottled);
            if (isThrottled && wait is { } duration && MostAreThrottled(now) && duration > _heldFor - clock.GetElapsedTime(_heldSince, now))
            {
                _heldSince = now;
                _heldFor = duration;
            }
        }
    }

    private void Count(long now, bool isThrottled)
    {
        long slot = now / _slotLength;
        ref (long Slot, int Answers, int Throttled) current = ref _lastSecond[slot % Slots];
        if (current.Slot != slot)
        {
            current = (slot, 0, 0);
        }

        current.Answers++;
        current.Throttled += isThrottled ? 1 : 0;
    }

    private bool MostAreThrottled(long now)
    {
        long oldest = (now / _slotLength) - Slots;
        int answers = 0;
        int throttled = 0;
        foreach ((long slot, int slotAnswers, int slotThrottled) in _lastSecond)
        {
            if (slot > oldest)
            {
                answers += slotAnswers;
                throttled += slotThrottled;
            }
        }

        return throttled * 2 >= answers;
    }
}
