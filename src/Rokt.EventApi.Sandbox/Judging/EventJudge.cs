using System.Text.Json;

namespace Rokt.EventApi.Sandbox.Judging;

/// <summary>Judges the events of a batch.</summary>
internal static class EventJudge
{
    private static readonly string[] Texts =
        ["conversiontype", "productname", "sku", "paymenttype", "transactionid", "confirmationref"];

    public static void Judge(JsonElement events, Findings findings)
    {
        var messageIds = new HashSet<string>();
        int index = 0;
        foreach (JsonElement item in events.EnumerateArray())
        {
            string path = $"events[{index++}]";
            if (item.ValueKind != JsonValueKind.Object)
            {
                findings.Add(path, "An event is an object.");
                continue;
            }

            findings.CheckIsOneOf(item, "event_type", path, "custom_event");
            if (findings.Object(item, "data", $"{path}.data", isRequired: true) is { } data)
            {
                JudgeData(data, $"{path}.data", messageIds, findings);
            }
        }
    }

    private static void JudgeData(JsonElement data, string path, HashSet<string> messageIds, Findings findings)
    {
        findings.CheckIsOneOf(data, "event_name", path, "conversion", "audiencemembershipupdate");
        findings.Check(data, "timestamp_unixtime_ms", path, IsUnixMilliseconds, "It is the Unix time in milliseconds: 13 digits.");
        findings.Check(data, "source_message_id", path, AttributeJudge.IsText, "It is a string.");
        findings.Check(
            data,
            "source_message_id",
            path,
            value => value.ValueKind != JsonValueKind.String || messageIds.Add(value.GetString()!),
            "It differs between the events of a batch.");
        if (findings.Object(data, "custom_attributes", $"{path}.custom_attributes", isRequired: false) is { } attributes)
        {
            JudgeAttributes(attributes, $"{path}.custom_attributes", findings);
        }
    }

    private static void JudgeAttributes(JsonElement attributes, string path, Findings findings)
    {
        AttributeJudge.Judge(attributes, path, allowsLists: false, findings);
        findings.Check(attributes, "amount", path, AttributeJudge.IsNumberOrNull, "It is a number.");
        findings.Check(attributes, "margin", path, AttributeJudge.IsNumberOrNull, "It is a number.");
        findings.Check(attributes, "quantity", path, IsQuantity, "It is a whole number, zero or more.");
        findings.Check(attributes, "currency", path, IsCurrency, "It is a currency code: three ASCII letters.");
        foreach (string name in Texts)
        {
            findings.Check(attributes, name, path, AttributeJudge.IsText, "It is a string.");
        }

        if (attributes.TryGetProperty("sku", out JsonElement sku) && sku.ValueKind == JsonValueKind.String
            && attributes.TryGetProperty("quantity", out JsonElement quantity) && IsCount(quantity) && quantity.GetInt64() > 1)
        {
            findings.Add($"{path}.sku", "If more than one item is present, do not provide any SKUs.");
        }
    }

    private static bool IsQuantity(JsonElement value) =>
        value.ValueKind == JsonValueKind.Null || IsCount(value);

    private static bool IsCount(JsonElement value) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out long quantity) && quantity >= 0;

    private static bool IsCurrency(JsonElement value) =>
        value.ValueKind == JsonValueKind.Null || value.ValueKind == JsonValueKind.String && value.GetString() is { Length: 3 } text && text.All(char.IsAsciiLetter);

    private static bool IsUnixMilliseconds(JsonElement value) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out long time) && time is >= 1_000_000_000_000 and <= 9_999_999_999_999;
}
