using System.Text.Json;
using Rokt.EventApi.Fields;
using Rokt.EventApi.Serialization;

namespace Rokt.EventApi;

// Fields that the SDK does not know yet.
public sealed partial class ConversionEventBuilder
{
    /// <summary>Adds a member to the batch, the outermost object of the request, for a field that the SDK does not know yet.</summary>
    /// <param name="name">1 to 256 characters, trimmed, and not the name of a member that the SDK writes, in any case.</param>
    /// <param name="value">The value; null and blank strings count as not set.</param>
    /// <exception cref="ArgumentNullException"><paramref name="name"/> is null.</exception>
    public ConversionEventBuilder WithBatchField(string name, AttributeValue value) => Set(ConversionFields.Batch, name, value);

    /// <summary>Adds a member to the batch, the outermost object of the request, for a field that the SDK does not know yet.</summary>
    /// <param name="name">1 to 256 characters, trimmed, and not the name of a member that the SDK writes, in any case.</param>
    /// <param name="value">The value, nested at most 32 deep; an undefined element and JSON's null count as not set.</param>
    /// <exception cref="ArgumentNullException"><paramref name="name"/> is null.</exception>
    /// <example>
    /// <code>
    /// using JsonDocument consent = JsonDocument.Parse("""{"gdpr":{"marketing":{"consented":true}}}""");
    /// builder.WithBatchField("consent_state", consent.RootElement);
    /// </code>
    /// </example>
    public ConversionEventBuilder WithBatchField(string name, JsonElement value) => Set(ConversionFields.Batch, name, value);

    /// <summary>Adds a member to <c>device_info</c>, for a field that the SDK does not know yet.</summary>
    /// <param name="name">1 to 256 characters, trimmed, and not the name of a member that the SDK writes, in any case.</param>
    /// <param name="value">The value; null and blank strings count as not set.</param>
    /// <exception cref="ArgumentNullException"><paramref name="name"/> is null.</exception>
    /// <example>
    /// <code>
    /// builder.WithDeviceInfoField("att_authorization_status", "authorized");
    /// </code>
    /// </example>
    public ConversionEventBuilder WithDeviceInfoField(string name, AttributeValue value) => Set(ConversionFields.DeviceInfo, name, value);

    /// <summary>Adds a member to <c>device_info</c>, for a field that the SDK does not know yet.</summary>
    /// <param name="name">1 to 256 characters, trimmed, and not the name of a member that the SDK writes, in any case.</param>
    /// <param name="value">The value, nested at most 32 deep; an undefined element and JSON's null count as not set.</param>
    /// <exception cref="ArgumentNullException"><paramref name="name"/> is null.</exception>
    public ConversionEventBuilder WithDeviceInfoField(string name, JsonElement value) => Set(ConversionFields.DeviceInfo, name, value);

    /// <summary>Adds a member to the event's <c>data</c>, for a field that the SDK does not know yet. For an attribute, use <see cref="WithAttribute"/>.</summary>
    /// <param name="name">1 to 256 characters, trimmed, and not the name of a member that the SDK writes, in any case.</param>
    /// <param name="value">The value; null and blank strings count as not set.</param>
    /// <exception cref="ArgumentNullException"><paramref name="name"/> is null.</exception>
    public ConversionEventBuilder WithEventDataField(string name, AttributeValue value) => Set(ConversionFields.EventData, name, value);

    /// <summary>Adds a member to the event's <c>data</c>, for a field that the SDK does not know yet. For an attribute, use <see cref="WithAttribute"/>.</summary>
    /// <param name="name">1 to 256 characters, trimmed, and not the name of a member that the SDK writes, in any case.</param>
    /// <param name="value">The value, nested at most 32 deep; an undefined element and JSON's null count as not set.</param>
    /// <exception cref="ArgumentNullException"><paramref name="name"/> is null.</exception>
    public ConversionEventBuilder WithEventDataField(string name, JsonElement value) => Set(ConversionFields.EventData, name, value);

    internal ConversionEventBuilder Set(Section section, string name, JsonElement value)
    {
        ArgumentNullException.ThrowIfNull(name);
        string key = name.Trim();
        Accept(new Subject(section, key));
        Dictionary<string, JsonElement> fields = Draft.AddAdditionalFields(section);
        if (value.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null)
        {
            fields.Remove(key);
        }
        else
        {
            // The document that it is part of may end before the event does.
            fields[key] = value.Clone();
        }

        return this;
    }

    private ConversionEventBuilder Set(Section section, string name, AttributeValue value)
    {
        Set(section, name, AttributeJson.ToElement(value));

        // Half a character is no JSON: the element has another in its place.
        if (!AttributeJson.IsUnicode(value))
        {
            var violations = new ViolationList();
            violations.Add(new Subject(section, name.Trim()), Unicode.Rule);
            Refuse(violations);
        }

        return this;
    }
}
