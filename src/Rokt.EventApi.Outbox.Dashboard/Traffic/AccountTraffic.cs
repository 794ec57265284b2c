namespace Rokt.EventApi.Outbox.Dashboard.Traffic;

/// <summary>The last minute of an account. Thread-safe.</summary>
internal sealed class AccountTraffic(TimeProvider clock)
{
    private const int Kept = 60;
    private const int RateSeconds = 10;

    private readonly object _lock = new();
    private readonly long _startedAt = clock.GetTimestamp();
    private readonly Second[] _seconds = new Second[Kept];

    /// <summary>Counts the response to a request, or its absence.</summary>
    public void CountAttempt(string? outcome, string? reason) => Count((ref Second second) => second.Tally = (outcome, reason) switch
    {
        (_, "429") => second.Tally with { Throttled = second.Tally.Throttled + 1 },
        ("accepted", _) => second.Tally with { Accepted = second.Tally.Accepted + 1 },
        ("rejected", _) => second.Tally with { Refused = second.Tally.Refused + 1 },
        _ => second.Tally with { Failed = second.Tally.Failed + 1 },
    });

    /// <summary>Counts a conversion that was accepted so many seconds after it was enqueued.</summary>
    public void CountDelivery(double delay) => Count((ref Second second) =>
    {
        second.Delivered++;
        second.Delay += delay;
        second.LongestDelay = Math.Max(second.LongestDelay, delay);
    });

    public TrafficReport Read()
    {
        lock (_lock)
        {
            long now = Now;
            Second[] seconds = [.. Enumerable.Range(0, Kept).Select(ago => At(now - Kept + 1 + ago))];
            int throttled = seconds.Sum(second => second.Tally.Throttled);
            int attempts = seconds.Sum(second => Sum(second.Tally));
            int delivered = seconds.Sum(second => second.Delivered);

            // Whole seconds only, and no more than there were since the start.
            int counted = (int)Math.Clamp(now, 1, RateSeconds);
            return new TrafficReport(
                [.. seconds.Select(second => second.Tally)],
                seconds.Skip(Kept - 1 - counted).Take(counted).Sum(second => Sum(second.Tally)) / (double)counted,
                attempts == 0 ? null : throttled / (double)attempts,
                delivered,
                delivered == 0 ? null : seconds.Sum(second => second.Delay) / delivered,
                delivered == 0 ? null : seconds.Max(second => second.LongestDelay));
        }
    }

    private long Now => (long)clock.GetElapsedTime(_startedAt).TotalSeconds;

    private static int Sum(Tally tally) => tally.Accepted + tally.Refused + tally.Throttled + tally.Failed;

    private Second At(long number) => number >= 0 && _seconds[number % Kept] is { Tally: not null } second && second.Number == number ? second : new Second { Tally = Tally.Empty };

    private void Count(Change change)
    {
        lock (_lock)
        {
            long now = Now;
            ref Second second = ref _seconds[now % Kept];
            if (second.Number != now || second.Tally is null)
            {
                second = new Second { Number = now, Tally = Tally.Empty };
            }

            change(ref second);
        }
    }

    private delegate void Change(ref Second second);

    private struct Second
    {
        public long Number;
        public Tally Tally;
        public int Delivered;
        public double Delay;
        public double LongestDelay;
    }
}
