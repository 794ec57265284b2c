namespace Rokt.EventApi.Outbox.Storage;

/// <summary>How much is stored.</summary>
/// <param name="Pending">How many rows are pending.</param>
/// <param name="OldestPending">When the oldest of them was enqueued, in Unix milliseconds.</param>
/// <param name="DeadLettered">How many are dead-lettered.</param>
internal sealed record Depth(long Pending, long? OldestPending, long DeadLettered);
