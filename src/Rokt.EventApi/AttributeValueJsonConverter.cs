using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Serialization;
using Rokt.EventApi.Serialization;

namespace Rokt.EventApi;

/// <summary>
/// Writes an attribute's value as the JSON value that it is.
/// Public only because System.Text.Json's source generator needs it; there is no reason to call it.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class AttributeValueJsonConverter : JsonConverter<AttributeValue>
{
    /// <inheritdoc/>
    public override bool HandleNull => true;

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, AttributeValue value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        AttributeJson.Write(writer, value);
    }

    /// <inheritdoc/>
    public override AttributeValue Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        JsonElement element = JsonText.Parse(ref reader);
        try
        {
            return AttributeJson.Read(element);
        }
        catch (Exception exception) when (exception is InvalidOperationException or FormatException)
        {
            throw new JsonException("An attribute's value is a string, a number, a boolean or a list of strings.");
        }
    }
}
