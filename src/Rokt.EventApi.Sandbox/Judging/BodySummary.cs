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
    private const int MaxLength = 256;

    public static readonly BodySummary Empty = new(null, 0, null, null, []);

    /// <summary>Gets the first of them.</summary>
    public string? ConfirmationRef => ConfirmationRefs.Count > 0 ? Shorten(ConfirmationRefs[0]) : null;

    /// <summary>Reads what is there, whatever the rest is like.</summary>
    public static BodySummary Create(JsonElement root)
    {
        var references = new List<string>();
        JsonElement? first = null;
        int count = 0;
        if (Json.Member(root, "events") is { ValueKind: JsonValueKind.Array } events)
        {
            foreach (JsonElement item in events.EnumerateArray())
            {
                JsonElement? attributes = Json.Member(Json.Member(item, "data"), "custom_attributes");
                first = count++ == 0 ? attributes : first;
                if (Json.FilledText(attributes, "confirmationref") is { } reference)
                {
                    references.Add(reference);
                }
            }
        }

        return new BodySummary(
            Shorten(Json.Text(root, "environment")),
            count,
            Json.Member(first, "amount") is { ValueKind: JsonValueKind.Number } amount ? Shorten(amount.GetRawText()) : null,
            Shorten(Json.Text(first, "currency")),
            references);
    }

    /// <summary>Merges the batches of a bulk request.</summary>
    public static BodySummary Merge(IReadOnlyCollection<BodySummary> batches) => batches.Count == 0
        ? Empty
        : batches.First() with
        {
            EventCount = batches.Sum(batch => batch.EventCount),
            ConfirmationRefs = [.. batches.SelectMany(batch => batch.ConfirmationRefs)],
        };

    private static string? Shorten(string? text) => text is { Length: > MaxLength } ? $"{text[..MaxLength]}…" : text;
}
