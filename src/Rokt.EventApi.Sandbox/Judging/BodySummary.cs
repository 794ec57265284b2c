using System.Text.Json;

namespace Rokt.EventApi.Sandbox.Judging;

/// <summary>What a list of requests shows of a body: nothing of the customer.</summary>
/// <param name="Environment">Development or production, as it stands there.</param>
/// <param name="EventCount">How many events.</param>
/// <param name="Amount">The first event's amount, as it stands there.</param>
/// <param name="Currency">Its currency.</param>
/// <param name="ConfirmationRefs">The confirmation references of all events that have one.</param>
internal sealed record BodySummary(
    string? Environment, int EventCount, string? Amount, string? Currency, IReadOnlyList<string> ConfirmationRefs)
{
    public static readonly BodySummary Empty = new(null, 0, null, null, []);

    /// <summary>The first of them.</summary>
    public string? ConfirmationRef => ConfirmationRefs.Count > 0 ? ConfirmationRefs[0] : null;

    /// <summary>Reads what is there, whatever the rest is like.</summary>
    public static BodySummary Of(JsonElement root)
    {
        JsonElement? events = Member(root, "events");
        JsonElement[] items = events is { ValueKind: JsonValueKind.Array } ? [.. events.Value.EnumerateArray()] : [];
        JsonElement?[] attributes = [.. items.Select(item => Member(Member(item, "data"), "custom_attributes"))];
        JsonElement? first = attributes.FirstOrDefault();
        return new BodySummary(
            Text(root, "environment"),
            items.Length,
            Member(first, "amount") is { ValueKind: JsonValueKind.Number } amount ? amount.GetRawText() : null,
            Text(first, "currency"),
            [.. attributes.Select(item => Text(item, "confirmationref")).OfType<string>()]);
    }

    private static JsonElement? Member(JsonElement? parent, string name) =>
        parent is { ValueKind: JsonValueKind.Object } element && element.TryGetProperty(name, out JsonElement member) ? member : null;

    private static string? Text(JsonElement? parent, string name) =>
        Member(parent, name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;
}
