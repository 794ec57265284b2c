
namespace Rokt.EventApi.Serialization;

/// <summary>Keeps buffers for later; not many, and no large ones.</summary>
internal sealed class PayloadBufferPool
{
    private const int LargestKept = 64 * 1024;
    private const int MostKept = 64;

    private readonly Pool<PayloadBuffer> _buffers = new(MostKept);

    public PayloadBuffer Rent() => _buffers.TryRent() ?? new PayloadBuffer(this);

    public void Return(PayloadBuffer buffer)
    {
        if (buffer.Capacity <= LargestKept)
        {
            _buffers.TryReturn(buffer);
        }
    }
}
