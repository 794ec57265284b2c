namespace Rokt.EventApi.Outbox;

/// <summary>Specifies what has become of a conversion.</summary>
public enum OutboxConversionState
{
    /// <summary>It waits for its <see cref="EnqueueOptions.NotBefore"/>.</summary>
    Scheduled,

    /// <summary>It waits for its delivery. Where another instance delivers, it may be in flight.</summary>
    Pending,

    /// <summary>This instance is sending it.</summary>
    InFlight,

    /// <summary>It was moved to dead letter.</summary>
    DeadLettered,

    /// <summary>The server accepted it; known from the ledger (<see cref="OutboxOptions.LedgerRetention"/>).</summary>
    Delivered,
}
