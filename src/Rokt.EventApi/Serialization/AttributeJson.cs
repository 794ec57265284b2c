using System.Text.Json;
using Rokt.EventApi.Fields;

namespace Rokt.EventApi.Serialization;

/// <summary>The JSON of an attribute's value.</summary>
internal static class AttributeJson
{
    public static void Write(Utf8JsonWriter writer, AttributeValue value)
    {
        switch (value.Kind)
        {
            case AttributeKind.String:
                writer.WriteStringValue(value.AsString());
                break;
            case AttributeKind.Number:
                writer.WriteNumberValue(value.AsNumber());
                break;
            case AttributeKind.Boolean:
                writer.WriteBooleanValue(value.AsBoolean());
                break;
            case AttributeKind.List:
                writer.WriteStartArray();
                foreach (string entry in value.AsList())
                {
                    writer.WriteStringValue(entry);
                }

                writer.WriteEndArray();
                break;
            default:
                writer.WriteNullValue();
                break;
        }
    }

    /// <summary>Reads a value.</summary>
    /// <exception cref="InvalidOperationException">An entry of a list is no string, or a string is not valid Unicode.</exception>
    /// <exception cref="FormatException">The value is an object, or a number that no decimal holds.</exception>
    public static AttributeValue Read(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.String => element.GetString(),
        JsonValueKind.Number => element.GetDecimal(),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.Array => AttributeValue.List(element.EnumerateArray().Select(entry => entry.GetString())),
        JsonValueKind.Null => default,
        _ => throw new FormatException(),
    };

    /// <summary>Returns a value as JSON, undefined for one that counts as not set.</summary>
    public static JsonElement ToElement(AttributeValue value)
    {
        if (value.Kind == AttributeKind.None)
        {
            return default;
        }

        using var document = JsonDocument.Parse(JsonText.Write(value, new AttributeValueJsonConverter()));
        return document.RootElement.Clone();
    }

    public static bool IsUnicode(AttributeValue value) => value.Kind switch
    {
        AttributeKind.String => Unicode.IsValid(value.AsString()),
        AttributeKind.List => value.AsList().All(Unicode.IsValid),
        _ => true,
    };
}
