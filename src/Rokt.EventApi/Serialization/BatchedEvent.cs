namespace Rokt.EventApi.Serialization;

/// <summary>An event of a batch.</summary>
/// <param name="Body">The JSON of the event, without what it shares with others.</param>
/// <param name="MessageId">Differs between the events of a batch; null for none.</param>
/// <param name="HasConfirmationRef">Whether it can be deduplicated.</param>
internal sealed record BatchedEvent(byte[] Body, string? MessageId, bool HasConfirmationRef)
{
    public override string ToString() => nameof(BatchedEvent);
}
