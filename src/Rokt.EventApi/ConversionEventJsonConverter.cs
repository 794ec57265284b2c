using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Serialization;
using Rokt.EventApi.Serialization;

namespace Rokt.EventApi;

/// <summary>
/// Stores an event in the shape of its request, and reads it by the builder's rules, so that what is read is valid.
/// Public only because System.Text.Json's source generator needs it; there is no reason to call it.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class ConversionEventJsonConverter : JsonConverter<ConversionEvent>
{
    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, ConversionEvent value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(value);
        ConversionEvent.ThrowIfNotBuilt(value, nameof(value));
        PayloadWriter.Write(writer, value, value.Environment, value.RequestId);
    }

    /// <inheritdoc/>
    public override ConversionEvent Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        JsonElement root = JsonText.Parse(ref reader);
        try
        {
            return PayloadReader.Read(root);
        }
        catch (InvalidConversionEventException exception)
        {
            throw new JsonException(exception.Message, exception);
        }
        catch (Exception exception) when (exception is InvalidOperationException or FormatException or ArgumentException)
        {
            // The text of such an exception can quote the JSON: personal data.
            throw new JsonException("The JSON is not that of a conversion event: a member is of another type than the Event API's.");
        }
    }
}
