using System.Collections.Concurrent;
using System.Text.Json;

namespace Rokt.EventApi.Serialization;

/// <summary>Turns events into the bodies of requests.</summary>
internal sealed class PayloadSerializer
{
    private const int LargestKept = 64 * 1024;
    private const int MostKept = 64;

    private static readonly byte[] TailWithoutId = "]}"u8.ToArray();

    private readonly ConcurrentQueue<PayloadBuffer> _buffers = new();

    /// <summary>Writes one event as a request of its own.</summary>
    public Payload Serialize(ConversionEvent conversion, EventEnvironment environment, bool withRequestId)
    {
        PayloadBuffer buffer = Rent();
        try
        {
            string? requestId = conversion.RequestId ?? (withRequestId ? NewRequestId() : null);
            PayloadWriter.Write(buffer.Writer, conversion, conversion.Environment ?? environment, requestId);
            return new Payload(buffer.Take(), 1, conversion.ConfirmationRef is not null);
        }
        finally
        {
            Return(buffer);
        }
    }

    /// <summary>
    /// Writes events as few requests: consecutive events with equal heads share one, up to the size limit. An event with a
    /// request id of its own goes alone, and so does a message id that the request has already.
    /// </summary>
    public IEnumerable<Payload> SerializeBatches(IReadOnlyList<ConversionEvent> conversions, EventEnvironment environment, bool withRequestId)
    {
        var batch = new Batch([], TailWithoutId);
        foreach (ConversionEvent conversion in conversions)
        {
            byte[] head = Bytes(conversion, (writer, c) => PayloadWriter.WriteHead(writer, c, c.Environment ?? environment));
            byte[] body = Bytes(conversion, PayloadWriter.WriteEvent);
            if (!batch.CanTake(head, body, conversion))
            {
                if (batch.EventCount > 0)
                {
                    yield return batch.ToPayload();
                }

                batch = new Batch(head, Tail(conversion.RequestId ?? (withRequestId ? NewRequestId() : null)));
            }

            batch.Add(body, conversion);
        }

        if (batch.EventCount > 0)
        {
            yield return batch.ToPayload();
        }
    }

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
            return buffer.Take();
        }
        finally
        {
            Return(buffer);
        }
    }

    private PayloadBuffer Rent() => _buffers.TryDequeue(out PayloadBuffer? buffer) ? buffer : new PayloadBuffer();

    private void Return(PayloadBuffer buffer)
    {
        if (buffer.Capacity <= LargestKept && _buffers.Count < MostKept)
        {
            buffer.Reset();
            _buffers.Enqueue(buffer);
        }
    }
}
