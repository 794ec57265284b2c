using Rokt.EventApi.Outbox.Storage;

namespace Rokt.EventApi.Outbox.Delivery;

/// <summary>
/// Reads what is due, page by page. It continues behind the last row read, because rows that were deleted cost a database
/// time for as long as it keeps them; what belongs before that row, it finds when it looks from the start again.
/// </summary>
internal sealed class Backlog(IOutboxStore store, OutboxClock times, TimeProvider clock)
{
    private const int PageSize = 200;

    private static readonly TimeSpan ShortestRescan = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestRescan = TimeSpan.FromMinutes(1);

    private readonly object _lock = new();
    private readonly HashSet<Guid> _inFlight = [];

    // Since the last reading began: it may still have seen them.
    private readonly HashSet<Guid> _ended = [];
    private readonly Queue<OutboxRow> _page = new();
    private Position _position = Position.Start;
    private bool _withAhead;
    private int _term;
    private long _rescannedAt;
    private TimeSpan _rescanEvery;
    private volatile bool _rescanNow = true;

    /// <summary>Returns the next row that is due and not in flight, or null when there is none.</summary>
    /// <param name="term">The lease's; what was read in an earlier one is out of date.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    public async Task<OutboxRow?> NextAsync(int term, CancellationToken cancellationToken)
    {
        if (_rescanNow || term != _term || clock.GetElapsedTime(_rescannedAt) >= _rescanEvery)
        {
            _rescanNow = false;
            _term = term;
            _rescannedAt = clock.GetTimestamp();
            _position = Position.Start;
            _withAhead = true;
            lock (_lock)
            {
                _page.Clear();
            }
        }

        while (true)
        {
            if (TakeFromPage() is { } row)
            {
                return row;
            }

            Position before = _position;
            await ReadPageAsync(cancellationToken).ConfigureAwait(false);
            if (_page.Count == 0 && _position == before)
            {
                return null;
            }
        }
    }

    /// <summary>Gets how many rows were handed out, and have not ended.</summary>
    public int InFlight
    {
        get
        {
            lock (_lock)
            {
                return _inFlight.Count;
            }
        }
    }

    /// <summary>Determines whether a row was handed out, and has not ended.</summary>
    public bool IsInFlight(Guid id)
    {
        lock (_lock)
        {
            return _inFlight.Contains(id);
        }
    }

    /// <summary>Keeps a row from being handed out until <see cref="End"/>, unless it is in flight.</summary>
    public bool TryHold(Guid id)
    {
        lock (_lock)
        {
            return _inFlight.Add(id);
        }
    }

    /// <summary>Forgets a row that is no longer in flight: the store knows what became of it.</summary>
    public void End(Guid id)
    {
        lock (_lock)
        {
            _inFlight.Remove(id);
            _ended.Add(id);
        }
    }

    /// <summary>Gives a row back as it was, to be read again.</summary>
    public void Return(Guid id)
    {
        End(id);
        _rescanNow = true;
    }

    private OutboxRow? TakeFromPage()
    {
        lock (_lock)
        {
            // One that is in flight already is held, or ended since the page was read.
            while (_page.TryDequeue(out OutboxRow? row))
            {
                if (!_ended.Contains(row.Id) && _inFlight.Add(row.Id))
                {
                    return row;
                }
            }

            return null;
        }
    }

    private async Task ReadPageAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            _ended.Clear();
        }

        long now = times.Now;
        long startedAt = clock.GetTimestamp();
        IReadOnlyList<OutboxRow> page = await store.ReadAsync(_position, now, _withAhead, PageSize, cancellationToken).ConfigureAwait(false);
        if (_position == Position.Start)
        {
            // Deleted rows can make it slow; it stays a small share of the time.
            double seconds = clock.GetElapsedTime(startedAt).TotalSeconds * 20;
            _rescanEvery = TimeSpan.FromSeconds(Math.Clamp(seconds, ShortestRescan.TotalSeconds, LongestRescan.TotalSeconds));
        }

        // At the end of a scan: until the next, only what is due is read, for what is not may be much.
        _withAhead &= page.Count == PageSize;
        lock (_lock)
        {
            foreach (OutboxRow row in page)
            {
                if (!_inFlight.Contains(row.Id) && !_ended.Contains(row.Id))
                {
                    _page.Enqueue(row);
                }

                // Not ahead of the time: a machine whose clock is ahead stores rows there, and the next ones come before them.
                _position = row.Due < now ? new Position(row.Due, row.Id) : _position;
            }
        }
    }
}
