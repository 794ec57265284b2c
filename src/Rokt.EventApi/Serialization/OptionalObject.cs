using System.Text.Json;

namespace Rokt.EventApi.Serialization;

/// <summary>A JSON object that is written only if it gets a member: what is absent is absent.</summary>
internal struct OptionalObject(Utf8JsonWriter writer, JsonEncodedText name)
{
    private bool _isStarted;

    public void Text(JsonEncodedText member, string? value)
    {
        if (value is not null)
        {
            Start();
            writer.WriteString(member, value);
        }
    }

    public void Number(JsonEncodedText member, decimal? value)
    {
        if (value is { } number)
        {
            Start();
            writer.WriteNumber(member, number);
        }
    }

    public void Number(JsonEncodedText member, int? value)
    {
        if (value is { } number)
        {
            Start();
            writer.WriteNumber(member, number);
        }
    }

    public void Custom(Dictionary<string, AttributeValue>? attributes)
    {
        if (attributes is null)
        {
            return;
        }

        foreach (KeyValuePair<string, AttributeValue> attribute in Ordered(attributes))
        {
            Start();
            writer.WritePropertyName(attribute.Key);
            WriteValue(attribute.Value);
        }
    }

    public readonly void End()
    {
        if (_isStarted)
        {
            writer.WriteEndObject();
        }
    }

    private readonly void WriteValue(AttributeValue value)
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
        }
    }

    // By name, so that equal attributes make equal bytes in whatever order they were set.
    private static IEnumerable<KeyValuePair<string, AttributeValue>> Ordered(Dictionary<string, AttributeValue> attributes) =>
        attributes.Count > 1 ? attributes.OrderBy(attribute => attribute.Key, StringComparer.Ordinal) : attributes;

    private void Start()
    {
        if (!_isStarted)
        {
            writer.WriteStartObject(name);
            _isStarted = true;
        }
    }
}
