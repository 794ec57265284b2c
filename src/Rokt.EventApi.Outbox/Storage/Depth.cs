namespace Rokt.EventApi.Outbox.Storage;

/// <summary>How much is stored.</summary>
/// <param name="Pending">How many rows are pending.</param>
/// <param name="OldestPending">When the oldest of them was enqueued, in Unix milliseconds.</param>
/// <param name="DeadLettered">How many are dead-lettered.</param>
internal sealed record Depth(long Pending, long? OldestPending, long DeadLettered)
{
    /// <summary>How many wait for their time; counted up to 10,000.</summary>
    public long Scheduled { get; init; }

    public OutboxStatus ToStatus(OutboxState state, bool hasDispatcher, long unregistered = 0, string? dispatcher = null, string? cause = null, int inFlight = 0) => new()
    {
        Pending = Pending,
        OldestPending = OldestPending is { } oldest ? DateTimeOffset.FromUnixTimeMilliseconds(oldest) : null,
        DeadLettered = DeadLettered,
        Scheduled = Scheduled,
        Unregistered = unregistered,
        State = state,
        HasDispatcher = hasDispatcher,
        Dispatcher = dispatcher,
        Cause = cause,
        InFlight = inFlight,
    };
}
