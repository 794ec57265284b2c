using System.Text.Json;
using Rokt.EventApi.Fields;

namespace Rokt.EventApi.Serialization;

/// <summary>
/// Writes a request's JSON in the order of the guide's example. The head holds all that is the customer's, so events
/// with equal heads can share a batch; the request id comes last, so that it belongs to no head.
/// </summary>
internal static class PayloadWriter
{
    public static void Write(Utf8JsonWriter writer, ConversionEvent conversion, EventEnvironment? environment, string? requestId)
    {
        WriteHead(writer, conversion, environment);
        WriteEvent(writer, conversion);
        WriteTail(writer, requestId);
    }

    public static void WriteHead(Utf8JsonWriter writer, ConversionEvent conversion, EventEnvironment? environment)
    {
        writer.WriteStartObject();
        if (environment is { } value)
        {
            ValueKinds.Environment.Write(writer, ConversionFields.Environment.EncodedName, value);
        }

        WriteSection(writer, ConversionFields.UserIdentities, conversion);
        WriteSection(writer, ConversionFields.UserAttributes, conversion, conversion.CustomUserAttributes);
        ConversionFields.BatchIpAddress.Write(writer, conversion);
        WriteSection(writer, ConversionFields.DeviceInfo, conversion, additional: conversion.AdditionalFields(ConversionFields.DeviceInfo));
        if (conversion.ClickId is { } clickId)
        {
            writer.WriteStartObject(EncodedText.IntegrationAttributes);
            writer.WriteStartObject(EncodedText.RoktIntegration);
            writer.WriteString(EncodedText.PassbackConversionTrackingId, clickId);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        WriteAdditional(writer, conversion.AdditionalFields(ConversionFields.Batch));
        writer.WriteStartArray(EncodedText.Events);
    }

    public static void WriteEvent(Utf8JsonWriter writer, ConversionEvent conversion)
    {
        writer.WriteStartObject();
        writer.WriteString(EncodedText.EventType, EncodedText.CustomEvent);
        writer.WriteStartObject(EncodedText.Data);
        writer.WriteString(EncodedText.EventName, EncodedText.Conversion);
        WriteFields(writer, ConversionFields.EventData, conversion);
        WriteSection(writer, ConversionFields.EventAttributes, conversion, conversion.CustomAttributes);
        WriteAdditional(writer, conversion.AdditionalFields(ConversionFields.EventData));
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    public static void WriteTail(Utf8JsonWriter writer, string? requestId)
    {
        writer.WriteEndArray();
        if (requestId is not null)
        {
            writer.WriteString(ConversionFields.RequestId.EncodedName, requestId);
        }

        writer.WriteEndObject();
    }

    /// <summary>Writes the section, unless it would be empty.</summary>
    private static void WriteSection(
        Utf8JsonWriter writer,
        Section section,
        ConversionEvent conversion,
        Dictionary<string, AttributeValue>? attributes = null,
        Dictionary<string, JsonElement>? additional = null)
    {
        if (!section.HasMembers(conversion))
        {
            return;
        }

        writer.WriteStartObject(section.EncodedName);
        WriteFields(writer, section, conversion);
        WriteAttributes(writer, attributes);
        WriteAdditional(writer, additional);
        writer.WriteEndObject();
    }

    private static void WriteFields(Utf8JsonWriter writer, Section section, ConversionEvent conversion)
    {
        foreach (Field field in section.Fields)
        {
            field.Write(writer, conversion);
        }
    }

    private static void WriteAttributes(Utf8JsonWriter writer, Dictionary<string, AttributeValue>? attributes)
    {
        if (attributes is null)
        {
            return;
        }

        foreach (KeyValuePair<string, AttributeValue> attribute in Ordered(attributes))
        {
            writer.WritePropertyName(attribute.Key);
            AttributeJson.Write(writer, attribute.Value);
        }
    }

    private static void WriteAdditional(Utf8JsonWriter writer, Dictionary<string, JsonElement>? fields)
    {
        if (fields is null)
        {
            return;
        }

        foreach (KeyValuePair<string, JsonElement> field in Ordered(fields))
        {
            writer.WritePropertyName(field.Key);
            field.Value.WriteTo(writer);
        }
    }

    // By name, so that equal members make equal bytes in whatever order they were set.
    private static IEnumerable<KeyValuePair<string, T>> Ordered<T>(Dictionary<string, T> members) =>
        members.Count > 1 ? members.OrderBy(member => member.Key, StringComparer.Ordinal) : members;
}
