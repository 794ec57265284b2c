namespace Rokt.EventApi.Outbox.Delivery;

/// <summary>
/// The times that rows are written with and judged by. No clock is trusted alone: the machine's own jumps, the monotonic one
/// stands still while the machine sleeps, and the store's may be out of reach. A time that was stored is believed only as far
/// as one of the others confirms it.
/// </summary>
internal sealed class OutboxClock(TimeProvider clock)
{
    // Between clocks that agree.
    private const long Tolerance = 1000;
    private const long Minute = 60_000;

    // A clock that has run evenly for so long is believed.
    private static readonly TimeSpan Believed = TimeSpan.FromHours(1);

    private readonly object _lock = new();
    private readonly long _startedAt = clock.GetTimestamp();
    private readonly long _start = clock.GetUtcNow().ToUnixTimeMilliseconds();
    private (long Time, long Timestamp)? _store;
    private long _correction;
    private long? _disagreesSince;
    private long? _scheduled;

    /// <summary>
    /// Gets the time that rows are due by, in Unix milliseconds. It does not jump with the machine's clock, and follows it
    /// when that has stayed where it jumped to for a minute.
    /// </summary>
    public long Now
    {
        get
        {
            lock (_lock)
            {
                long wall = Wall;
                if (Math.Abs(wall - Steady) < Tolerance)
                {
                    // Set right again.
                    (_correction, _disagreesSince) = (0, null);
                    return wall;
                }

                long steady = Steady + _correction;
                if (Math.Abs(wall - steady) < Tolerance)
                {
                    _disagreesSince = null;
                    return wall;
                }

                _disagreesSince ??= clock.GetTimestamp();
                if (clock.GetElapsedTime(_disagreesSince.Value).TotalMilliseconds < Minute)
                {
                    return steady;
                }

                (_correction, _disagreesSince) = (wall - Steady, null);
                return wall;
            }
        }
    }

    /// <summary>Gets the time to store as that of enqueuing: the machine's, unless that is behind what the other clocks say.</summary>
    public long Created
    {
        get
        {
            long others = Math.Max(Steady, Store ?? long.MinValue);
            return others - Wall > Minute ? others : Wall;
        }
    }

    /// <summary>
    /// Gets the time up to which what was scheduled is due, in Unix milliseconds: <see cref="Now"/>, unless the store's clock is behind it.
    /// A process whose clock was behind when it started, or that slept, must not hold rows back for longer than its clocks disagree.
    /// </summary>
    public long Reached => Math.Min(Now, Store ?? long.MaxValue);

    /// <summary>
    /// Schedules what the application wants at a time: returns the time to store as that of enqueuing, by the store's clock or, without
    /// one, <see cref="Now"/>, and when it is due by the same. The application reckons with the machine's clock: while that is off by
    /// more than a minute, so is what it asks for.
    /// </summary>
    public (long Created, long Due) Schedule(long time)
    {
        long created = Store ?? Now;
        long off = Wall - created;
        lock (_lock)
        {
            _scheduled = Math.Max(_scheduled ?? created, created);
        }

        return (created, Math.Abs(off) > Minute ? time - off : time);
    }

    /// <summary>Gets the times, after one and up to another, with which this process scheduled rows while its clocks were ahead, as they say now; null for none.</summary>
    public (long After, long UpTo)? Mistaken
    {
        get
        {
            long now = Store ?? Now;
            lock (_lock)
            {
                return _scheduled is { } upTo && upTo - now > Minute ? (now + Minute, upTo) : null;
            }
        }
    }

    /// <summary>Records that what was scheduled with such times waits from now on.</summary>
    public void Correct()
    {
        lock (_lock)
        {
            _scheduled = null;
        }
    }

    // The time that has certainly come: that of the clock which is behind the others.
    private long Earliest => Math.Min(Math.Min(Wall, Steady), Store ?? long.MaxValue);

    /// <summary>Records what the store's clock says.</summary>
    public void Confirm(long storeTime)
    {
        lock (_lock)
        {
            _store = (storeTime, clock.GetTimestamp());
        }
    }

    /// <summary>
    /// Returns whether something is certainly older than an age: all clocks say so, and this process has seen it grow old, or
    /// has run for long enough to believe what was stored before it started.
    /// </summary>
    public bool IsOlder(long time, TimeSpan age) =>
        Earliest - time > age.TotalMilliseconds && (time >= _start || CanJudge(age));

    /// <summary>Gets the time before which everything that is stored is certainly older than an age; null while this process cannot judge.</summary>
    public long? LatestOlder(TimeSpan age) => CanJudge(age) ? Earliest - (long)age.TotalMilliseconds : null;

    private long Wall => clock.GetUtcNow().ToUnixTimeMilliseconds();

    private long Steady => _start + (long)clock.GetElapsedTime(_startedAt).TotalMilliseconds;

    private long? Store
    {
        get
        {
            lock (_lock)
            {
                return _store is { } store ? store.Time + (long)clock.GetElapsedTime(store.Timestamp).TotalMilliseconds : null;
            }
        }
    }

    private bool CanJudge(TimeSpan age)
    {
        TimeSpan running = clock.GetElapsedTime(_startedAt);
        return running >= Believed || running >= age;
    }
}
