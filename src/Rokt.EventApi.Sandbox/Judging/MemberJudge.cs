using System.Text.Json;

namespace Rokt.EventApi.Sandbox.Judging;

/// <summary>Judges the members of an object by the table of fields, in one walk.</summary>
internal sealed class MemberJudge(Findings findings)
{
    private const string ShapeRule = "The guide: a malformed body gets a 400.";

    public void Judge(JsonElement parent, Place place)
    {
        foreach (JsonProperty member in parent.EnumerateObject())
        {
            JudgeMember(member, place);
        }
    }

    public void JudgeMember(JsonProperty member, Place place)
    {
        if (Fields.Find(place.Level, member.Name) is not { } field)
        {
            NameAdviser.Advise(place, member.Name, findings);
        }
        else if (member.Value.ValueKind != JsonValueKind.Null && field.Check(member.Value) is { } problem)
        {
            // An object or a list cannot be read as anything else.
            bool isShape = member.Value.ValueKind is JsonValueKind.Object or JsonValueKind.Array;
            findings.Add(isShape ? SandboxGrade.Refused : field.Grade, place, member.Name, problem, isShape ? ShapeRule : field.Rule);
        }
    }

    /// <summary>Gets a member that is an object or a list; refuses one that is anything else.</summary>
    public JsonElement? Container(JsonElement parent, Place place, string name, JsonValueKind kind)
    {
        if (Json.Member(parent, name) is not { } member)
        {
            return null;
        }

        if (member.ValueKind != kind)
        {
            findings.Refuse(place, name, $"must be {(kind == JsonValueKind.Object ? "an object" : "a list")}, not {Json.Kind(member)}.", ShapeRule);
            return null;
        }

        return member;
    }
}
