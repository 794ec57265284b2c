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

    /// <summary>Marks a pending row as one that is to be withdrawn: nobody reads it from now on, and who has read it may still send it.</summary>
    Task<bool> RequestWithdrawalAsync(Guid id, CancellationToken cancellationToken);

    /// <summary>Reads the rows that are marked so.</summary>
    Task<IReadOnlyList<Guid>> ReadWithdrawalsAsync(int limit, CancellationToken cancellationToken);

    /// <summary>Agrees to the withdrawal of a row that is marked.</summary>
    /// <param name="id">The row.</param>
    /// <param name="holder">Who agrees; it counts only from the holder of the lease. Null where the store cannot be shared.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    Task AgreeToWithdrawalAsync(Guid id, Guid? holder, CancellationToken cancellationToken);

    /// <summary>Deletes a row to whose withdrawal the holder of the lease has agreed, or that is marked while nobody holds the lease.</summary>
    /// <returns>Whether it was; <see cref="WithdrawResult.InFlight"/> while nobody has agreed, and <see cref="WithdrawResult.NotFound"/> when it is no longer marked.</returns>
    Task<WithdrawResult> EndWithdrawalAsync(Guid id, CancellationToken cancellationToken);

    /// <summary>Makes a row that is marked a pending one again, unless somebody has agreed.</summary>
    Task<bool> CancelWithdrawalAsync(Guid id, CancellationToken cancellationToken);

    /// <summary>Deletes the rows of an account that were created before a time and whose withdrawal a crash cut off.</summary>
    Task PurgeWithdrawnAsync(string account, long createdBefore, CancellationToken cancellationToken);

    /// <summary>Finds the rows whose customer has one of the hashes, in any state.</summary>
    Task<IReadOnlyList<Guid>> FindCustomerAsync(IReadOnlyList<string> hashes, CancellationToken cancellationToken);

    /// <summary>Deletes rows, in any state, and returns how many there were.</summary>
    Task<int> EraseAsync(IReadOnlyList<Guid> ids, CancellationToken cancellationToken);
}
