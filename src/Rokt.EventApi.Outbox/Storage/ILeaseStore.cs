namespace Rokt.EventApi.Outbox.Storage;

/// <summary>The lease row of an outbox, changed only by compare and swap: no clock of any machine is compared with another's.</summary>
internal interface ILeaseStore
{
    /// <summary>Reads the row; one that is missing is created.</summary>
    Task<LeaseRow> ReadAsync(CancellationToken cancellationToken);

    /// <summary>Writes the next row, if owner and beat still are as they were seen.</summary>
    Task<bool> TryReplaceAsync(LeaseRow seen, LeaseRow next, CancellationToken cancellationToken);
}
