using System.Text.Json;

namespace Rokt.EventApi.Sandbox.Judging;

/// <summary>Finds what the API accepts, but what makes a conversion count less, twice or not at all.</summary>
internal static class Adviser
{
    private const int FewUserAttributes = 3;
    private const int MaxNameLength = 256;

    private static readonly string[][] Wanted =
        [["firstname", "firstnamesha256"], ["lastname", "lastnamesha256"], ["mobile", "mobilesha256"], ["ipaddress"]];

    /// <summary>Advises on a body without errors.</summary>
    public static IReadOnlyList<SandboxFinding> Advise(JsonElement root)
    {
        var advice = new Findings();
        if (root.GetProperty("environment").ValueEquals("production"))
        {
            advice.Add("environment", "This is marked as live data. A test sends development.");
        }

        IdentityAdviser.Advise(root, advice);
        JsonElement attributes = root.TryGetProperty("user_attributes", out JsonElement member) ? member : default;
        int count = Wanted.Count(names => names.Any(name => attributes.ValueKind == JsonValueKind.Object && attributes.TryGetProperty(name, out _)));
        if (count < FewUserAttributes)
        {
            advice.Add("user_attributes", $"{count} of firstname, lastname, mobile and ipaddress are set. The guide: include as many user attributes as you can, for better attribution.");
        }

        AdviseOnNames(attributes, "user_attributes", advice);
        int index = 0;
        foreach (JsonElement item in root.GetProperty("events").EnumerateArray())
        {
            AdviseOnEvent(item.GetProperty("data"), $"events[{index++}].data.custom_attributes", advice);
        }

        return advice.Items;
    }

    private static void AdviseOnEvent(JsonElement data, string path, Findings advice)
    {
        JsonElement attributes = data.TryGetProperty("custom_attributes", out JsonElement member) ? member : default;
        bool isConversion = data.GetProperty("event_name").ValueEquals("conversion");
        if (isConversion && (attributes.ValueKind != JsonValueKind.Object
            || !attributes.TryGetProperty("confirmationref", out JsonElement reference)
            || string.IsNullOrWhiteSpace(reference.GetString())))
        {
            advice.Add($"{path}.confirmationref", "It is not set. Rokt deduplicates by it: without it, a conversion that is sent again counts twice.");
        }

        AdviseOnNames(attributes, path, advice);
    }

    private static void AdviseOnNames(JsonElement attributes, string path, Findings advice)
    {
        if (attributes.ValueKind == JsonValueKind.Object && attributes.EnumerateObject().Any(attribute => attribute.Name.Length > MaxNameLength))
        {
            advice.Add(path, $"A name has more than {MaxNameLength} characters: the API cuts it without a word.");
        }
    }
}
