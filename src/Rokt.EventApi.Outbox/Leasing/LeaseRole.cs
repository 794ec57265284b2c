namespace Rokt.EventApi.Outbox.Leasing;

/// <summary>What a process may do with the lease.</summary>
internal enum LeaseRole
{
    /// <summary>It takes the lease when it is free.</summary>
    Contender,

    /// <summary>It only observes who delivers.</summary>
    Observer,

    /// <summary>Nobody else can use the store, so that the lease is always its own; of the row it needs only the pause.</summary>
    Exclusive,
}
