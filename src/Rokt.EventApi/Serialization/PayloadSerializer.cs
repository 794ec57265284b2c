using System.Text.Json;

namespace Rokt.EventApi.Serialization;

/// <summary>Turns events into the bodies of requests.</summary>
internal sealed class PayloadSerializer
{
    private static readonly byte[] TailWithoutId = "]}"u8.ToArray();

    private readonly Pool<PayloadBuffer> _buffers = new(PayloadBuffer.MostKept);

    /// <summary>Writes one event as a request of its own; its buffer is for the caller to return.</summary>
    public Payload Serialize(ConversionEvent conversion, EventEnvironment environment, bool withRequestId)
    {
        ConversionEvent.ThrowIfNotBuilt(conversion, nameof(conversion));
        PayloadBuffer buffer = Rent();
        try
        {
            string? requestId = conversion.RequestId ?? (withRequestId ? NewRequestId() : null);
            PayloadWriter.Write(buffer.Writer, conversion, conversion.Environment ?? environment, requestId);
            return new Payload(buffer.Written(), 1, conversion.ConfirmationRef is not null, buffer);
        }
        catch
        {
            buffer.Return();
            throw;
        }
    }

    /// <summary>
    /// Writes events as few requests: consecutive events with equal heads share one, up to the limits of a batch. An event with a
    /// request id of its own goes alone, and so does a message id that the request has already.
    /// </summary>
    public IEnumerable<Batch> SerializeBatches(IReadOnlyList<ConversionEvent> conversions, EventEnvironment environment, bool withRequestId)
    {
        Batch? batch = null;
        foreach (ConversionEvent conversion in conversions)
        {
            byte[] head = Bytes(conversion, (writer, c) => PayloadWriter.WriteHead(writer, c, c.Environment ?? environment));
            var item = new BatchedEvent(Bytes(conversion, PayloadWriter.WriteEvent), conversion.MessageId, conversion.ConfirmationRef is not null);
            if (batch is null || conversion.RequestId is not null || !batch.CanTake(head, item))
            {
                if (batch is not null)
                {
                    yield return batch;
                }

                batch = new Batch(head, Tail(conversion.RequestId ?? (withRequestId ? NewRequestId() : null))) { IsClosed = conversion.RequestId is not null };
            }

            batch.Add(item);
        }

        if (batch is not null)
        {
            yield return batch;
        }
    }

    /// <summary>Halves a batch of several events, each half with a request id of its own.</summary>
    public IEnumerable<Batch> Split(Batch batch, bool withRequestId)
    {
        int middle = batch.Events.Count / 2;
        foreach (IEnumerable<BatchedEvent> half in new[] { batch.Events.Take(middle), batch.Events.Skip(middle) })
        {
            var smaller = new Batch(batch.Head, Tail(withRequestId ? NewRequestId() : null));
            foreach (BatchedEvent item in half)
            {
                smaller.Add(item);
            }

            yield return smaller;
        }
    }

    private PayloadBuffer Rent() => _buffers.TryRent() ?? new PayloadBuffer(_buffers);

    private static string NewRequestId() => Guid.NewGuid().ToString();

    private byte[] Tail(string? requestId)
    {
        if (requestId is null)
        {
            return TailWithoutId;
        }

        return Bytes(requestId, PayloadWriter.WriteTail);
    }

    private byte[] Bytes<T>(T value, Action<Utf8JsonWriter, T> write)
    {
        PayloadBuffer buffer = Rent();
        try
        {
            write(buffer.Writer, value);
            return buffer.Written().ToArray();
        }
        finally
        {
            buffer.Return();
        }
    }
}
