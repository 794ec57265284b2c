namespace Rokt.EventApi.Resilience;

/// <summary>Counts failures and other outcomes over a rolling window, in steps of a tenth of it. Not thread-safe.</summary>
/// <param name="window">How long an outcome counts.</param>
/// <param name="clock">The clock whose timestamps are passed in.</param>
internal sealed class RollingCounter(TimeSpan window, TimeProvider clock)
{
    private const int Slots = 10;

    private readonly long _slotLength = (long)(window.TotalSeconds * clock.TimestampFrequency) / Slots;
    private readonly (long Number, int Failures, int Others)[] _slots = new (long, int, int)[Slots];

    /// <summary>Counts an outcome.</summary>
    public void Add(bool isFailure, long now)
    {
        long number = now / _slotLength;
        ref (long Number, int Failures, int Others) slot = ref _slots[number % Slots];
        if (slot.Number != number)
        {
            slot = (number, 0, 0);
        }

        if (isFailure)
        {
            slot.Failures++;
        }
        else
        {
            slot.Others++;
        }
    }

    /// <summary>Returns how many outcomes of the window were failures, and how many were not.</summary>
    public (int Failures, int Others) Count(long now)
    {
        long oldest = (now / _slotLength) - Slots;
        (int failures, int others) = (0, 0);
        foreach ((long number, int slotFailures, int slotOthers) in _slots)
        {
            if (number > oldest)
            {
                failures += slotFailures;
                others += slotOthers;
            }
        }

        return (failures, others);
    }

    /// <summary>Forgets every outcome.</summary>
    public void Clear() => Array.Clear(_slots, 0, Slots);
}
