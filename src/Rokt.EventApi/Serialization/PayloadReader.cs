using System.Text.Json;
using Rokt.EventApi.Fields;

namespace Rokt.EventApi.Serialization;

/// <summary>
/// Reads a request's JSON with one event. Members that the SDK does not know are kept where they can be written again; elsewhere
/// they are ignored.
/// </summary>
internal static class PayloadReader
{
    public static ConversionEvent Read(JsonElement root)
    {
        ConversionEventBuilder builder = ConversionEvent.CreateBuilder().AllowAnyIdentity();
        if (Member(root, ConversionFields.Environment.Name) is { } environment)
        {
            builder.Read(ConversionFields.Environment, environment);
        }

        ReadSection(builder, ConversionFields.Batch, root);
        ReadAdditional(builder, ConversionFields.Batch, root);
        JsonElement? identities = Member(root, ConversionFields.UserIdentities.Path);
        ReadSection(builder, ConversionFields.UserIdentities, identities);
        JsonElement? userAttributes = Member(root, ConversionFields.UserAttributes.Path);
        ReadSection(builder, ConversionFields.UserAttributes, userAttributes);
        foreach (JsonProperty attribute in Unknown(ConversionFields.UserAttributes, userAttributes))
        {
            builder.WithUserAttribute(attribute.Name, AttributeJson.Read(attribute.Value));
        }

        JsonElement? device = Member(root, ConversionFields.DeviceInfo.Path);
        ReadSection(builder, ConversionFields.DeviceInfo, device);
        ReadAdditional(builder, ConversionFields.DeviceInfo, device);
        JsonElement? rokt = Member(Member(root, "integration_attributes"), "1277");
        if (Text(rokt, "passbackconversiontrackingid") != Text(identities, ConversionFields.ClickId.Name))
        {
            throw new JsonException("The click id stands in two places, the same in both: \"user_identities.other2\" and \"integration_attributes.1277.passbackconversiontrackingid\".");
        }

        JsonElement? events = Member(root, "events");
        if (events is not { ValueKind: JsonValueKind.Array } || events.Value.GetArrayLength() != 1)
        {
            throw new JsonException("The JSON of a conversion event has one event: \"events\" is an array of one.");
        }

        ReadEvent(builder, events.Value[0]);
        return builder.Build();
    }

    private static void ReadEvent(ConversionEventBuilder builder, JsonElement item)
    {
        JsonElement? data = Member(item, "data");
        if (Text(item, "event_type") is not (null or "custom_event") || Text(data, "event_name") is not (null or "conversion"))
        {
            throw new JsonException("The JSON is that of another event: \"event_type\" is custom_event and \"event_name\" is conversion.");
        }

        ReadSection(builder, ConversionFields.EventData, data);
        ReadAdditional(builder, ConversionFields.EventData, data);
        JsonElement? attributes = Member(data, "custom_attributes");
        ReadSection(builder, ConversionFields.EventAttributes, attributes);
        foreach (JsonProperty attribute in Unknown(ConversionFields.EventAttributes, attributes))
        {
            builder.WithAttribute(attribute.Name, AttributeJson.Read(attribute.Value));
        }
    }

    private static void ReadSection(ConversionEventBuilder builder, Section section, JsonElement? json)
    {
        foreach (Field field in section.Fields)
        {
            if (Member(json, field.Name) is { } value)
            {
                builder.Read(field, value);
            }
        }
    }

    private static void ReadAdditional(ConversionEventBuilder builder, Section section, JsonElement? json)
    {
        foreach (JsonProperty member in Unknown(section, json))
        {
            builder.Set(section, member.Name, member.Value);
        }
    }

    // Compared in their case, so that one that differs from a known one in case alone meets the rule for names.
    private static IEnumerable<JsonProperty> Unknown(Section section, JsonElement? json) =>
        json is { } element
            ? element.EnumerateObject().Where(member => !section.KnownNames.TryGetValue(member.Name, out string? name) || name != member.Name)
            : [];

    private static JsonElement? Member(JsonElement? parent, string name) =>
        parent is { } element && element.TryGetProperty(name, out JsonElement member) && member.ValueKind != JsonValueKind.Null
            ? member
            : null;

    private static string? Text(JsonElement? parent, string name) => Member(parent, name)?.GetString();
}
