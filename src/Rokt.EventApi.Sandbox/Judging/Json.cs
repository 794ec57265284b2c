using System.Text.Json;

namespace Rokt.EventApi.Sandbox.Judging;

/// <summary>Reads members of JSON objects; null is absence everywhere.</summary>
internal static class Json
{
    public static JsonElement? Member(JsonElement? parent, string name) =>
        parent is { ValueKind: JsonValueKind.Object } element
        && element.TryGetProperty(name, out JsonElement member)
        && member.ValueKind != JsonValueKind.Null
            ? member
            : null;

    public static string? Text(JsonElement? parent, string name) =>
        Member(parent, name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    /// <summary>Gets a text that is not blank.</summary>
    public static string? FilledText(JsonElement? parent, string name) =>
        Text(parent, name) is { } text && !string.IsNullOrWhiteSpace(text) ? text : null;

    /// <summary>Gets the click id's second copy.</summary>
    public static string? PassbackId(JsonElement root) =>
        Text(Member(Member(root, "integration_attributes"), "1277"), "passbackconversiontrackingid");

    public static string Kind(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "a list",
        JsonValueKind.String => "a string",
        JsonValueKind.Number => "a number",
        _ => "a boolean",
    };
}
