namespace Rokt.EventApi.Outbox.Storage;

/// <summary>The lease row of an outbox, changed only by compare and swap: no clock of any machine is compared with another's.</summary>
internal interface ILeaseStore
{
    Task<LeaseRow> ReadAsync(CancellationToken cancellationToken);

    /// <summary>Writes the next state, if the row still is as it was seen.</summary>
    Task<bool> TryReplaceAsync(LeaseRow seen, LeaseRow next, CancellationToken cancellationToken);
}
