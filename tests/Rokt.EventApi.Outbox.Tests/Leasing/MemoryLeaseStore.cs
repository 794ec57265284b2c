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

    public Task<LeaseRow> ReadAsync(CancellationToken cancellationToken) => Task.FromResult(_row);

    /// <summary>As a database compares: owner and beat.</summary>
    public Task<bool> TryReplaceAsync(LeaseRow seen, LeaseRow next, CancellationToken cancellationToken)
    {
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

        return fault == LeaseFault.After ? throw new OutboxException("The response was lost.") : Task.FromResult(isReplaced);
    }
}
