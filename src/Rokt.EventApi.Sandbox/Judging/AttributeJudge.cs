using System.Text.Json;

namespace Rokt.EventApi.Sandbox.Judging;

/// <summary>Judges names and values of attributes by the guide's limits.</summary>
internal sealed class AttributeJudge(Findings findings)
{
    private const int MaxNameLength = 256;
    private const int MaxValueLength = 4096;
    private const int MaxUserAttributes = 100;
    private const int MaxEventAttributes = 100;
    private const int MaxListEntries = 1000;
    private const int MaxListEntryLength = 512;
    private const string Shape = "A recorded response: an object or a list as an attribute's value gets a 400.";
    private const string ListRule = "mParticle's reference: a list has at most 1000 entries of 512 characters.";

    private readonly MemberJudge _members = new(findings);

    public void JudgeUser(JsonElement attributes, Place place)
    {
        if (Judge(attributes, place, allowsLists: true) > MaxUserAttributes)
        {
            findings.Warn(place, null, $"has more than {MaxUserAttributes} attributes.", $"The guide's limits: {MaxUserAttributes} user attributes per batch.");
        }

        foreach ((string plain, string hashed) in Fields.Digests)
        {
            if (Json.Member(attributes, hashed) is not null && Json.Member(attributes, plain) is not null)
            {
                findings.Warn(place, plain, "is left out where its hash is sent.", "Rokt's partners: a value is sent plain or hashed, not both.");
            }
        }
    }

    public void JudgeEvent(JsonElement attributes, Place place)
    {
        if (Judge(attributes, place, allowsLists: false) > MaxEventAttributes)
        {
            findings.Advise(place, null, $"has more than {MaxEventAttributes} attributes: mParticle's limit per event.");
        }

        if (Json.FilledText(attributes, "sku") is not null
            && Json.Member(attributes, "quantity") is { } quantity && ValueChecks.Count(quantity) > 1)
        {
            findings.Warn(place, "sku", "must be left out when more than one item is present.", "The guide: if more than one item is present, do not provide any SKUs.");
        }
    }

    private int Judge(JsonElement attributes, Place place, bool allowsLists)
    {
        int count = 0;
        foreach (JsonProperty attribute in attributes.EnumerateObject())
        {
            count++;
            JudgeName(attribute.Name, place);
            JudgeValue(attribute, place, allowsLists);
        }

        return count;
    }

    private void JudgeName(string name, Place place)
    {
        if (name.Length == 0)
        {
            findings.Advise(place, null, "has an attribute without a name.");
        }
        else if (name.Length > MaxNameLength)
        {
            findings.Warn(place, name, $"has a name of more than {MaxNameLength} characters; the API cuts it without an error.", $"The guide's limits: attribute name length {MaxNameLength} characters.");
        }
    }

    private void JudgeValue(JsonProperty attribute, Place place, bool allowsLists)
    {
        switch (attribute.Value.ValueKind)
        {
            case JsonValueKind.Array when allowsLists && Fields.Find(place.Level, attribute.Name) is null:
                JudgeList(attribute, place);
                break;
            case JsonValueKind.Array or JsonValueKind.Object:
                findings.Refuse(place, attribute.Name, $"must be a string, a number, a boolean or null, not {Json.Kind(attribute.Value)}.", Shape);
                return;
            case JsonValueKind.String when attribute.Value.GetString()!.Length > MaxValueLength:
                findings.Warn(place, attribute.Name, $"must have at most {MaxValueLength} characters.", $"The guide's limits: attribute value length {MaxValueLength} characters.");
                break;
        }

        _members.JudgeMember(attribute, place);
    }

    private void JudgeList(JsonProperty attribute, Place place)
    {
        if (attribute.Value.EnumerateArray().Any(entry => entry.ValueKind is JsonValueKind.Object or JsonValueKind.Array))
        {
            findings.Refuse(place, attribute.Name, "must be a list of strings, not of objects or lists.", Shape);
        }

        if (attribute.Value.GetArrayLength() > MaxListEntries)
        {
            findings.Warn(place, attribute.Name, $"must have at most {MaxListEntries} entries.", ListRule);
        }

        if (attribute.Value.EnumerateArray().Any(entry => entry.ValueKind == JsonValueKind.String && entry.GetString()!.Length > MaxListEntryLength))
        {
            findings.Warn(place, attribute.Name, $"must have entries of at most {MaxListEntryLength} characters.", ListRule);
        }
    }
}
