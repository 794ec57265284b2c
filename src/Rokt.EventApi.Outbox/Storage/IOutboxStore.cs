using System.Data.Common;

namespace Rokt.EventApi.Outbox.Storage;

/// <summary>Where the conversions of one account are kept; throws <see cref="OutboxException"/> when it cannot be used. Times are in Unix milliseconds.</summary>
internal interface IOutboxStore
{
    /// <summary>The account's lease row, which also holds the pause.</summary>
    ILeaseStore Lease { get; }

    /// <summary>What an operator asks of it.</summary>
    IOperatorStore Operator { get; }

    /// <summary>Whether several processes can share the store, so that the lease decides which of them delivers.</summary>
    bool IsShared { get; }

    /// <summary>Finds out, when the host starts, whether it can be used.</summary>
    /// <returns>Why it cannot be reached for now; null if it can.</returns>
    /// <exception cref="OutboxException">It never can, as it is.</exception>
    Task<OutboxException?> VerifyAsync(CancellationToken cancellationToken);

    /// <summary>Proves that rows can be changed and deleted, before any is sent: who cannot would send the same rows again and again.</summary>
    /// <exception cref="OutboxException">They cannot.</exception>
    Task ProveAsync(CancellationToken cancellationToken);

    /// <summary>Reads the store's own clock; null where it has none but this machine's.</summary>
    Task<long?> ReadClockAsync(CancellationToken cancellationToken);

    Task AddAsync(NewRow row, CancellationToken cancellationToken);

    /// <summary>Stores a row in a transaction of the application's own.</summary>
    /// <exception cref="InvalidOperationException">The transaction is that of another database, or has ended.</exception>
    Task AddAsync(NewRow row, DbTransaction transaction, CancellationToken cancellationToken);

    /// <summary>Reads pending rows behind a position that are due, in the order of due time and id.</summary>
    /// <param name="after">The position.</param>
    /// <param name="now">The time.</param>
    /// <param name="withAhead">Whether those count as due that were last written later than <paramref name="now"/>: a clock that was ahead decided when they are due.</param>
    /// <param name="limit">The most to read.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    Task<IReadOnlyList<OutboxRow>> ReadAsync(Position after, long now, bool withAhead, int limit, CancellationToken cancellationToken);

    /// <summary>Deletes rows that were delivered, and records them in the ledger, where there is one, at the same time.</summary>
    Task DeleteAsync(IReadOnlyList<Guid> ids, CancellationToken cancellationToken);

    /// <summary>Lets a pending row wait until a time.</summary>
    Task PostponeAsync(Guid id, long now, long due, int failures, string reason, CancellationToken cancellationToken);

    /// <summary>Moves a pending row to dead letter.</summary>
    Task MoveToDeadLetterAsync(Guid id, long now, int failures, string reason, string? errorCodes, CancellationToken cancellationToken);

    /// <summary>Moves to dead letter the rows of an account whose state is none, which nothing else finds, and returns how many.</summary>
    Task<int> MoveDamagedToDeadLetterAsync(string account, long now, string reason, CancellationToken cancellationToken);

    /// <summary>Reads dead-lettered rows, the last first.</summary>
    /// <param name="reason">The reason that they have; null for any.</param>
    /// <param name="before">The last row that was read; null to begin.</param>
    /// <param name="limit">The most to read.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    Task<IReadOnlyList<DeadLetter>> ReadDeadLettersAsync(string? reason, Position? before, int limit, CancellationToken cancellationToken);

    /// <summary>Makes a dead-lettered row a pending one, enqueued now.</summary>
    Task<bool> RequeueAsync(Guid id, long now, CancellationToken cancellationToken);

    /// <summary>Makes all dead-lettered rows with a reason, or with any, pending ones, enqueued now, and returns how many.</summary>
    Task<int> RequeueAllAsync(string? reason, long now, CancellationToken cancellationToken);

    /// <summary>Deletes a dead-lettered row.</summary>
    Task<bool> DiscardAsync(Guid id, CancellationToken cancellationToken);

    /// <summary>Deletes all dead-lettered rows with a reason, or with any, and returns how many.</summary>
    Task<int> DiscardAllAsync(string? reason, CancellationToken cancellationToken);

    /// <summary>Lists every account that has rows or a lease in the store, this one's too.</summary>
    Task<IReadOnlyList<StoredAccount>> ReadAccountsAsync(CancellationToken cancellationToken);

    /// <summary>Counts this account's rows in a short time, however many there are: exactly up to 10,000, and as they were last counted above that.</summary>
    Task<Depth> ReadDepthAsync(CancellationToken cancellationToken);

    /// <summary>Counts every row of an account, which takes a while for many, and keeps the result for <see cref="ReadDepthAsync"/>.</summary>
    Task<Depth> CountAsync(string account, CancellationToken cancellationToken);

    /// <summary>Moves some pending rows of an account that were created before a time to dead letter, and returns how many.</summary>
    Task<int> ExpireAsync(string account, long createdBefore, long now, string reason, int limit, CancellationToken cancellationToken);

    /// <summary>Makes some rows of an account whose time has come pending ones, and returns how many.</summary>
    Task<int> ReleaseAsync(string account, long now, int limit, CancellationToken cancellationToken);

    /// <summary>Lets the scheduled rows of an account that were created after a time and up to another wait from now on, for as long as they were to.</summary>
    Task RescheduleAsync(string account, long createdAfter, long createdUpTo, long now, CancellationToken cancellationToken);

    /// <summary>Deletes some entries of an account from the ledger that were delivered before a time, and returns how many.</summary>
    Task<int> PurgeLedgerAsync(string account, long deliveredBefore, int limit, CancellationToken cancellationToken);

    /// <summary>Deletes some rows of an account that were moved to dead letter before a time, and returns how many.</summary>
    Task<int> PurgeAsync(string account, long deadLetteredBefore, int limit, CancellationToken cancellationToken);
}
