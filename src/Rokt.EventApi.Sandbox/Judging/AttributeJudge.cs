using System.Text.Json;

namespace Rokt.EventApi.Sandbox.Judging;

/// <summary>Judges names and values of attributes by the guide's limits.</summary>
internal static class AttributeJudge
{
    private const int MaxValueLength = 4096;
    private const int MaxListEntries = 1000;
    private const int MaxListEntryLength = 512;

    public static void Judge(JsonElement attributes, string path, bool allowsLists, Findings findings)
    {
        foreach (JsonProperty attribute in attributes.EnumerateObject())
        {
            string memberPath = $"{path}.{attribute.Name}";
            if (attribute.Name.Length == 0)
            {
                findings.Add(path, "An attribute needs a name.");
            }

            switch (attribute.Value.ValueKind)
            {
                case JsonValueKind.String when attribute.Value.GetString()!.Length > MaxValueLength:
                    findings.Add(memberPath, $"An attribute's value has at most {MaxValueLength} characters.");
                    break;
                case JsonValueKind.Array when allowsLists:
                    JudgeList(attribute.Value, memberPath, findings);
                    break;
                case JsonValueKind.Array or JsonValueKind.Object:
                    findings.Add(memberPath, "An attribute's value is a string, a number, a boolean or null.");
                    break;
            }
        }
    }

    public static bool IsText(JsonElement value) => value.ValueKind is JsonValueKind.String or JsonValueKind.Null;

    public static bool IsNumberOrNull(JsonElement value) => value.ValueKind is JsonValueKind.Number or JsonValueKind.Null;

    private static void JudgeList(JsonElement list, string path, Findings findings)
    {
        if (list.GetArrayLength() > MaxListEntries)
        {
            findings.Add(path, $"A list has at most {MaxListEntries} entries.");
        }

        if (list.EnumerateArray().Any(entry => entry.ValueKind != JsonValueKind.String || entry.GetString()!.Length > MaxListEntryLength))
        {
            findings.Add(path, $"A list's entries are strings of at most {MaxListEntryLength} characters.");
        }
    }
}
