using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Rokt.EventApi.Serialization;

/// <summary>Writes and reads JSON with one converter, without the contracts that a serializer needs reflection or generated code for.</summary>
internal static class JsonText
{
    private const string DamagedText = "The text is not valid JSON: it was cut off or damaged.";

    // A converter of the SDK does not look at them.
    private static readonly JsonSerializerOptions Options = new();

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static string Write<T>(T value, JsonConverter<T> converter)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            converter.Write(writer, value, Options);
        }

        return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length);
    }

    /// <summary>Reads the whole of a text.</summary>
    /// <exception cref="JsonException">The text is no JSON, or not that of the type. The message does not quote it.</exception>
    public static T Read<T>(string json, JsonConverter<T> converter)
    {
        byte[] utf8;
        try
        {
            utf8 = Strict.GetBytes(json);
        }
        catch (EncoderFallbackException)
        {
            throw new JsonException(DamagedText);
        }

        var reader = new Utf8JsonReader(utf8);
        Advance(ref reader);
        T value = converter.Read(ref reader, typeof(T), Options)!;
        return Advance(ref reader) ? throw new JsonException("The text continues after its JSON value.") : value;
    }

    /// <summary>Parses a value. What System.Text.Json throws quotes the rest of the document.</summary>
    public static JsonElement Parse(ref Utf8JsonReader reader)
    {
        try
        {
            return JsonElement.ParseValue(ref reader);
        }
        catch (JsonException exception)
        {
            throw Damaged(exception);
        }
    }

    private static bool Advance(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.Read();
        }
        catch (JsonException exception)
        {
            throw Damaged(exception);
        }
    }

    private static JsonException Damaged(JsonException exception) => new(
        DamagedText, path: null, exception.LineNumber, exception.BytePositionInLine);
}
