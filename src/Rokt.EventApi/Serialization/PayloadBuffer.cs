using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Rokt.EventApi.Serialization;

/// <summary>A writer and the memory it writes to, used again and again.</summary>
internal sealed class PayloadBuffer
{
    private static readonly JsonWriterOptions Options = new()
    {
        // The body is no HTML: "ö" takes two bytes instead of six.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    private readonly ArrayBufferWriter<byte> _memory = new(initialCapacity: 2048);

    public PayloadBuffer() => Writer = new Utf8JsonWriter(_memory, Options);

    public Utf8JsonWriter Writer { get; }

    public int Capacity => _memory.Capacity;

    /// <summary>Takes what was written and starts afresh.</summary>
    public byte[] Take()
    {
        Writer.Flush();
        byte[] written = _memory.WrittenSpan.ToArray();
        Reset();
        return written;
    }

    /// <summary>Zeroes what was written: it is personal data.</summary>
    public void Reset()
    {
        _memory.Clear();
        Writer.Reset();
    }
}
