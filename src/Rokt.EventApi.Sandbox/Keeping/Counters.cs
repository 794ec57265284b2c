namespace Rokt.EventApi.Sandbox.Keeping;

/// <summary>The number of requests since the start, and in each of the last seconds.</summary>
internal sealed class Counters(TimeProvider clock)
{
    public const int Seconds = 60;

    private readonly object _lock = new();
    private readonly Tally[] _seconds = new Tally[Seconds];
    private Tally _total;

    public void Count(int? statusCode)
    {
        lock (_lock)
        {
            long second = Now();
            ref Tally current = ref _seconds[second % Seconds];
            if (current.Second != second)
            {
                current = new Tally(second);
            }

            current = current.Plus(statusCode);
            _total = _total.Plus(statusCode);
        }
    }

    /// <summary>The total, and the last 60 seconds, oldest first; the last one is still running.</summary>
    public (Tally Total, IReadOnlyList<Tally> Seconds) Snapshot()
    {
        lock (_lock)
        {
            long now = Now();
            return (_total, [.. Enumerable.Range(0, Seconds).Select(i => Second(now - Seconds + 1 + i))]);
        }
    }

    private Tally Second(long second) => _seconds[second % Seconds] is { } tally && tally.Second == second ? tally : new Tally(second);

    private long Now() => clock.GetUtcNow().ToUnixTimeSeconds();
}
