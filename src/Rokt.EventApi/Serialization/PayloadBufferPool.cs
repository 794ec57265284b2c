using System.Collections.Concurrent;

namespace Rokt.EventApi.Serialization;

/// <summary>Keeps buffers for later; not many, and no large ones.</summary>
internal sealed class PayloadBufferPool
{
    private const int LargestKept = 64 * 1024;
    private const int MostKept = 64;

    private readonly ConcurrentQueue<PayloadBuffer> _buffers = new();

    public PayloadBuffer Rent() => _buffers.TryDequeue(out PayloadBuffer? buffer) ? buffer : new PayloadBuffer(this);

    public void Return(PayloadBuffer buffer)
    {
        if (buffer.Capacity <= LargestKept && _buffers.Count < MostKept)
        {
            _buffers.Enqueue(buffer);
        }
    }
}
