using System.Text.Json;

namespace Rokt.EventApi.Sandbox.Judging;

/// <summary>Judges the events of a batch.</summary>
internal sealed class EventJudge(Findings findings, DateTimeOffset now)
{
    private const string RequiredRule = "The guide: a body that is missing required fields gets a 400.";
    private const string ShapeRule = "The guide: a malformed body gets a 400.";

    private readonly MemberJudge _members = new(findings);
    private readonly AttributeJudge _attributes = new(findings);
    private readonly EventAdviser _adviser = new(findings, now);

    /// <summary>Judges each event, and returns how many there are.</summary>
    public int Judge(JsonElement events, Place batch)
    {
        var messageIds = new HashSet<string>();
        int count = 0;
        int index = 0;
        foreach (JsonElement item in events.EnumerateArray())
        {
            Place place = batch with { Level = Level.Event, Event = index++ };
            if (item.ValueKind == JsonValueKind.Null)
            {
                continue;
            }

            count++;
            if (item.ValueKind != JsonValueKind.Object)
            {
                findings.Refuse(place, null, $"must be an object, not {Json.Kind(item)}.", ShapeRule);
                continue;
            }

            JudgeEvent(item, place, messageIds);
        }

        return count;
    }

    private void JudgeEvent(JsonElement item, Place place, HashSet<string> messageIds)
    {
        _members.Judge(item, place);
        Require(item, place, "event_type", "custom_event");
        if (Json.Member(item, "data") is null)
        {
            findings.Refuse(place, "data", "is required, and must be an object.", RequiredRule);
        }
        else if (_members.Container(item, place, "data", JsonValueKind.Object) is { } data)
        {
            JudgeData(data, place with { Level = Level.Data }, messageIds);
        }
    }

    private void JudgeData(JsonElement data, Place place, HashSet<string> messageIds)
    {
        _members.Judge(data, place);
        Require(data, place, "event_name", "conversion");
        if (Json.Text(data, "source_message_id") is { } messageId && !messageIds.Add(messageId))
        {
            findings.Warn(place, "source_message_id", "must differ between the events of a batch.", "mParticle's reference: each event of a batch has its own source_message_id.");
        }

        JsonElement? attributes = _members.Container(data, place, "custom_attributes", JsonValueKind.Object);
        if (attributes is { } members)
        {
            _attributes.JudgeEvent(members, place with { Level = Level.Attributes });
        }

        _adviser.Advise(data, attributes, place);
    }

    private void Require(JsonElement parent, Place place, string name, string value)
    {
        if (Json.Member(parent, name) is not { } member || (member.ValueKind == JsonValueKind.String && member.GetString()!.Length == 0))
        {
            findings.Refuse(place, name, $"is required, and must be {value}.", RequiredRule);
        }
    }
}
