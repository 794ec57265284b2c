using Rokt.EventApi.Outbox.Storage;

namespace Rokt.EventApi.Outbox.Tests.Leasing;

/// <summary>A lease row that processes of a test share, and that can fail.</summary>
internal sealed class MemoryLeaseStore : ILeaseStore
{
    private readonly object _lock = new();
    private LeaseRow _row = new(null, 0);

    public LeaseRow Row
    {
        get => _row;
        init => _row = value;
    }

    /// <summary>What happens at the next change: nothing, an error before it, or an error after it, when its response is lost.</summary>
    public LeaseFault Fault { get; set; }

    /// <summary>How often it was read.</summary>
    public int Reads { get; private set; }

    /// <summary>How often it was to be changed.</summary>
    public int Changes { get; private set; }

    /// <summary>What happens before each change; it takes as long as this does.</summary>
    public Func<CancellationToken, Task>? Changing { get; set; }

    public Task<LeaseRow> ReadAsync(CancellationToken cancellationToken)
    {
        Reads++;
        return Task.FromResult(_row);
    }

    /// <summary>Changes the row as another process does.</summary>
    public void Change(Func<LeaseRow, LeaseRow> change)
    {
        lock (_lock)
        {
            _row = change(_row) with { Beat = _row.Beat + 1 };
        }
    }

    /// <summary>As a database compares: owner and beat.</summary>
    public async Task<bool> TryReplaceAsync(LeaseRow seen, LeaseRow next, CancellationToken cancellationToken)
    {
        Changes++;
        await (Changing?.Invoke(cancellationToken) ?? Task.CompletedTask);
        LeaseFault fault = Fault;
        Fault = LeaseFault.None;
        if (fault == LeaseFault.Before)
        {
            throw new OutboxException("The database is away.");
        }

        bool isReplaced;
        lock (_lock)
        {
            isReplaced = (_row.Owner, _row.Beat) == (seen.Owner, seen.Beat);
            _row = isReplaced ? next : _row;
        }

        return fault == LeaseFault.After ? throw new OutboxException("The response was lost.") : isReplaced;
    }
}
