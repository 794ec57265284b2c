namespace Rokt.EventApi.RateLimiting;

/// <summary>What the server answered in the last second. Not safe for several threads at once.</summary>
/// <param name="clock">The clock whose timestamps are given.</param>
internal sealed class LastSecond(TimeProvider clock)
{
    private const int Slots = 10;

    private readonly long _slotLength = clock.TimestampFrequency / Slots;
    private readonly (long Slot, int Others, int Throttled)[] _slots = new (long, int, int)[Slots];

    /// <summary>Takes note of an answer.</summary>
    public void Add(bool isThrottled, long now)
    {
        long slot = now / _slotLength;
        ref (long Slot, int Others, int Throttled) current = ref _slots[slot % Slots];
        if (current.Slot != slot)
        {
            current = (slot, 0, 0);
        }

        if (isThrottled)
        {
            current.Throttled++;
        }
        else
        {
            current.Others++;
        }
    }

    /// <summary>How many answers were 429s, and how many were not.</summary>
    public (int Throttled, int Others) Count(long now)
    {
        long oldest = (now / _slotLength) - Slots;
        (int throttled, int others) = (0, 0);
        foreach ((long slot, int slotOthers, int slotThrottled) in _slots)
        {
            if (slot > oldest)
            {
                throttled += slotThrottled;
                others += slotOthers;
            }
        }

        return (throttled, others);
    }
}
