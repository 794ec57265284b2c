namespace Rokt.EventApi.Serialization;

/// <summary>A request in the making: a head, the events that share it, a tail.</summary>
internal sealed class Batch(byte[] head, byte[] tail)
{
    private readonly List<BatchedEvent> _events = [];
    private readonly HashSet<string> _messageIds = [];
    private int _size = head.Length + tail.Length;

    public byte[] Head => head;

    public IReadOnlyList<BatchedEvent> Events => _events;

    /// <summary>Whether it takes no more than it has.</summary>
    public bool IsClosed { get; init; }

    public bool CanTake(byte[] eventHead, BatchedEvent item) =>
        !IsClosed
        && eventHead.AsSpan().SequenceEqual(head)
        && _events.Count < EventApiLimits.BatchEvents
        && _size + 1 + item.Body.Length <= EventApiLimits.BatchBytes
        && (item.MessageId is null || !_messageIds.Contains(item.MessageId));

    public void Add(BatchedEvent item)
    {
        _size += item.Body.Length + (_events.Count > 0 ? 1 : 0);
        _events.Add(item);
        if (item.MessageId is not null)
        {
            _messageIds.Add(item.MessageId);
        }
    }

    public Payload ToPayload()
    {
        byte[] whole = new byte[_size];
        var rest = new Rest(whole);
        rest.Append(head);
        for (int i = 0; i < _events.Count; i++)
        {
            if (i > 0)
            {
                rest.Append(","u8);
            }

            rest.Append(_events[i].Body);
        }

        rest.Append(tail);
        return new Payload(whole, _events.Count, _events.TrueForAll(item => item.HasConfirmationRef));
    }

    private ref struct Rest(Span<byte> span)
    {
        private Span<byte> _span = span;

        public void Append(ReadOnlySpan<byte> bytes)
        {
            bytes.CopyTo(_span);
            _span = _span[bytes.Length..];
        }
    }
}
