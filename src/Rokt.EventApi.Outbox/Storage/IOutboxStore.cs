namespace Rokt.EventApi.Outbox.Storage;

/// <summary>Where the conversions of one account are kept; throws <see cref="OutboxException"/> when it cannot be used.</summary>
internal interface IOutboxStore
{
    /// <summary>Whose turn it is to deliver, where several processes share the store; null where none can.</summary>
    ILeaseStore? Lease { get; }

    /// <summary>Whether it keeps its rows in a context like this, where the application adds them.</summary>
    bool Shares(object context);

    Task AddAsync(NewRow row, CancellationToken cancellationToken);

    /// <summary>Reads pending rows behind a position that are due, in the order of due time and id.</summary>
    /// <param name="after">The position.</param>
    /// <param name="now">The time, in Unix milliseconds.</param>
    /// <param name="withUntried">Whether those count as due that were never tried: a machine whose clock is ahead stored them.</param>
    /// <param name="limit">The most to read.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<IReadOnlyList<OutboxRow>> ReadAsync(Position after, long now, bool withUntried, int limit, CancellationToken cancellationToken);

    Task DeleteAsync(IReadOnlyList<Guid> ids, CancellationToken cancellationToken);

    /// <summary>Lets a pending row wait until a time.</summary>
    Task PostponeAsync(Guid id, long due, int failures, string reason, CancellationToken cancellationToken);

    /// <summary>Makes a pending row a dead one.</summary>
    Task BuryAsync(Guid id, long now, int failures, string reason, CancellationToken cancellationToken);

    /// <summary>Deletes some of the rows that died before a time, and tells how many.</summary>
    Task<int> PurgeAsync(long diedBefore, int limit, CancellationToken cancellationToken);

    Task<Depth> CountAsync(CancellationToken cancellationToken);

    Task<IReadOnlyList<DeadConversion>> ReadDeadAsync(int limit, CancellationToken cancellationToken);

    /// <summary>Makes a dead row a pending one, enqueued now.</summary>
    Task<bool> RequeueAsync(Guid id, long now, CancellationToken cancellationToken);

    Task<bool> DiscardAsync(Guid id, CancellationToken cancellationToken);
}
