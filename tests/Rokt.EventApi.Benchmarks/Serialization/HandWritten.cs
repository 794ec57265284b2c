using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Rokt.EventApi.Benchmarks.Serialization;

/// <summary>The floor: the guide's event written by hand into memory that is used again, without an object and unchecked.</summary>
internal sealed class HandWritten
{
    public static readonly JsonWriterOptions WriterOptions = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    private readonly ArrayBufferWriter<byte> _memory = new(2048);
    private readonly Utf8JsonWriter _writer;

    public HandWritten() => _writer = new Utf8JsonWriter(_memory, WriterOptions);

    /// <summary>Writes values that a program has at hand as strings and numbers.</summary>
    public ReadOnlyMemory<byte> Write(string email, string hashedEmail, decimal amount, int quantity, decimal margin)
    {
        _memory.ResetWrittenCount();
        _writer.Reset();
        _writer.WriteStartObject();
        _writer.WriteString("environment"u8, "development"u8);
        _writer.WriteStartObject("user_identities"u8);
        _writer.WriteString("email"u8, email);
        _writer.WriteString("other"u8, hashedEmail);
        _writer.WriteEndObject();
        _writer.WriteStartObject("user_attributes"u8);
        _writer.WriteString("firstname"u8, "John");
        _writer.WriteString("lastname"u8, "Doe");
        _writer.WriteString("mobile"u8, "123-456-7890");
        _writer.WriteString("ipaddress"u8, "172.3.51.182");
        _writer.WriteEndObject();
        _writer.WriteStartArray("events"u8);
        _writer.WriteStartObject();
        _writer.WriteString("event_type"u8, "custom_event"u8);
        _writer.WriteStartObject("data"u8);
        _writer.WriteString("event_name"u8, "conversion"u8);
        _writer.WriteStartObject("custom_attributes"u8);
        _writer.WriteNumber("amount"u8, amount);
        _writer.WriteString("currency"u8, "USD");
        _writer.WriteNumber("quantity"u8, quantity);
        _writer.WriteString("conversiontype"u8, "purchase");
        _writer.WriteString("productname"u8, "Maroon 5 t-shirt, Warriors vs. Raptors");
        _writer.WriteString("sku"u8, "230847");
        _writer.WriteString("paymenttype"u8, "VISA");
        _writer.WriteNumber("margin"u8, margin);
        _writer.WriteString("transactionid"u8, "ABC789");
        _writer.WriteString("confirmationref"u8, "XYZ123");
        _writer.WriteEndObject();
        _writer.WriteEndObject();
        _writer.WriteEndObject();
        _writer.WriteEndArray();
        _writer.WriteEndObject();
        _writer.Flush();
        return _memory.WrittenMemory;
    }
}
