namespace Rokt.EventApi.Outbox.Storage;

/// <summary>How much is stored.</summary>
/// <param name="Pending">How many rows wait.</param>
/// <param name="OldestPending">When the oldest of them was enqueued, in Unix milliseconds.</param>
/// <param name="Dead">How many are dead.</param>
internal sealed record Depth(long Pending, long? OldestPending, long Dead);
