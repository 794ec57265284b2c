using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Rokt.EventApi.Serialization;

/// <summary>A writer and the memory it writes to, reused; not many are kept, and no large ones.</summary>
internal sealed class PayloadBuffer
{
    public const int MostKept = 64;

    private const int LargestKept = 64 * 1024;

    private static readonly JsonWriterOptions Options = new()
    {
        // The body is no HTML: "ö" takes two bytes instead of six.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    private readonly ArrayBufferWriter<byte> _memory = new(initialCapacity: 2048);
    private readonly Pool<PayloadBuffer> _pool;

    public PayloadBuffer(Pool<PayloadBuffer> pool)
    {
        _pool = pool;
        Writer = new Utf8JsonWriter(_memory, Options);
    }

    public Utf8JsonWriter Writer { get; }

    /// <summary>What was written; it is overwritten after <see cref="Return"/>.</summary>
    public ReadOnlyMemory<byte> Written()
    {
        Writer.Flush();
        return _memory.WrittenMemory;
    }

    /// <summary>Zeroes what was written, which is personal data, and gives the memory to others.</summary>
    public void Return()
    {
        Writer.Reset();
        _memory.Clear();
        if (_memory.Capacity <= LargestKept)
        {
            _pool.TryReturn(this);
        }
    }
}
