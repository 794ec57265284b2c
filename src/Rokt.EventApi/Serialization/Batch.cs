namespace Rokt.EventApi.Serialization;

/// <summary>A request in the making: a head, the events that share it, a tail.</summary>
internal sealed class Batch(byte[] head, byte[] tail)
{
    private readonly List<byte[]> _events = [];
    private readonly HashSet<string> _messageIds = [];
    private int _size = head.Length + tail.Length;
    private bool _isClosed;
    private bool _hasConfirmationRefs = true;

    public int EventCount => _events.Count;

    public bool CanTake(byte[] eventHead, byte[] body, ConversionEvent conversion) =>
        !_isClosed
        && conversion.RequestId is null
        && eventHead.AsSpan().SequenceEqual(head)
        && _size + 1 + body.Length <= EventApiLimits.RequestBodyBytes
        && (conversion.MessageId is null || !_messageIds.Contains(conversion.MessageId));

    public void Add(byte[] body, ConversionEvent conversion)
    {
        _size += body.Length + (_events.Count > 0 ? 1 : 0);
        _events.Add(body);
        _isClosed = conversion.RequestId is not null;
        _hasConfirmationRefs &= conversion.ConfirmationRef is not null;
        if (conversion.MessageId is not null)
        {
            _messageIds.Add(conversion.MessageId);
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

            rest.Append(_events[i]);
        }

        rest.Append(tail);
        return new Payload(whole, _events.Count, _hasConfirmationRefs);
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
