using Rokt.EventApi.Outbox.Storage;

namespace Rokt.EventApi.Outbox.Dispatch;

/// <summary>
/// Reads what is due, page by page. It goes on behind the last row read, because rows that were deleted cost a database
/// time for as long as it keeps them; what became due before that row, it finds when it looks from the start again.
/// </summary>
internal sealed class Backlog(IOutboxStore store, TimeProvider clock)
{
    private const int PageSize = 200;

    private static readonly TimeSpan ShortestRescan = TimeSpan.FromSeconds(5);

    private readonly HashSet<long> _underWay = [];
    private readonly Queue<OutboxRow> _page = new();
    private Position _position = Position.Start;
    private int _term;
    private long _rescannedAt;
    private TimeSpan _rescanEvery;
    private volatile bool _rescanNow = true;

    /// <summary>Returns the next row that is due and not under way, or null when there is none.</summary>
    /// <param name="term">The lease's; what was read in an earlier one is out of date.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<OutboxRow?> NextAsync(int term, CancellationToken cancellationToken)
    {
        if (_rescanNow || term != _term || clock.GetElapsedTime(_rescannedAt) >= _rescanEvery)
        {
            _rescanNow = false;
            _term = term;
            _rescannedAt = clock.GetTimestamp();
            _position = Position.Start;
            _page.Clear();
        }

        while (true)
        {
            while (_page.TryDequeue(out OutboxRow? row))
            {
                if (TryStart(row.Id))
                {
                    return row;
                }
            }

            long now = clock.GetUtcNow().ToUnixTimeMilliseconds();
            IReadOnlyList<OutboxRow> page = await store.ReadAsync(_position, now, PageSize, cancellationToken).ConfigureAwait(false);
            if (_position == Position.Start)
            {
                // Deleted rows can make it slow; it stays a small share of the time.
                TimeSpan interval = clock.GetElapsedTime(_rescannedAt) * 20;
                _rescanEvery = interval > ShortestRescan ? interval : ShortestRescan;
            }

            if (page.Count == 0)
            {
                return null;
            }

            _position = new Position(page[^1].Due, page[^1].Id);
            foreach (OutboxRow row in page)
            {
                _page.Enqueue(row);
            }
        }
    }

    /// <summary>Forgets a row that is no longer under way: the store knows what became of it.</summary>
    public void End(long id)
    {
        lock (_underWay)
        {
            _underWay.Remove(id);
        }
    }

    /// <summary>Gives a row back as it was, to be read again.</summary>
    public void Return(long id)
    {
        End(id);
        _rescanNow = true;
    }

    private bool TryStart(long id)
    {
        lock (_underWay)
        {
            return _underWay.Add(id);
        }
    }
}
