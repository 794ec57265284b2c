namespace Rokt.EventApi.Outbox.Storage;

/// <summary>What an operator asks of a store, of one account; throws <see cref="OutboxException"/> when it cannot be used.</summary>
internal interface IOperatorStore
{
    /// <summary>Finds the rows with a confirmation reference, as it is stored, and its deliveries in the ledger, if there is one.</summary>
    Task<IReadOnlyList<OutboxConversion>> FindAsync(string confirmationRef, int limit, CancellationToken cancellationToken);

    /// <summary>Counts the dead-lettered rows by reason.</summary>
    Task<IReadOnlyDictionary<string, long>> CountReasonsAsync(CancellationToken cancellationToken);

    /// <summary>Reads how every account in the store stands, as far as the store knows.</summary>
    Task<IReadOnlyDictionary<string, OutboxStatus>> ReadStatusesAsync(CancellationToken cancellationToken);

    /// <summary>Deletes a row that waits for its time.</summary>
    Task<bool> WithdrawScheduledAsync(Guid id, CancellationToken cancellationToken);

    /// <summary>Deletes a pending row; whoever asks knows that nobody sends it.</summary>
    Task<bool> WithdrawPendingAsync(Guid id, CancellationToken cancellationToken);

    Task<bool> IsPendingAsync(Guid id, CancellationToken cancellationToken);

    /// <summary>Finds the rows whose customer has one of the hashes, in any state.</summary>
    Task<IReadOnlyList<Guid>> FindCustomerAsync(IReadOnlyList<string> hashes, CancellationToken cancellationToken);

    /// <summary>Deletes rows, in any state, and returns how many there were.</summary>
    Task<int> EraseAsync(IReadOnlyList<Guid> ids, CancellationToken cancellationToken);
}
