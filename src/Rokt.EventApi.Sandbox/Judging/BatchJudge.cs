using System.Text.Json;

namespace Rokt.EventApi.Sandbox.Judging;

/// <summary>Judges a batch: who converted, on which device, and the events.</summary>
internal sealed class BatchJudge(Findings findings, DateTimeOffset now)
{
    private const string RequiredRule = "The guide: a body that is missing required fields gets a 400.";
    private const string ShapeRule = "The guide: a malformed body gets a 400.";
    private const string IdentityRule = "The guide: you must include either email or other.";

    private readonly MemberJudge _members = new(findings);
    private readonly EventJudge _events = new(findings, now);

    public void Judge(JsonElement root, int bytes, int? index)
    {
        var place = new Place(Level.Batch, Batch: index);
        if (root.ValueKind != JsonValueKind.Object)
        {
            findings.Refuse(place, null, root.ValueKind == JsonValueKind.Array
                ? "The body must be a JSON object; a list of batches is sent to /v2/bulkevents."
                : "The body must be a JSON object.", ShapeRule);
            return;
        }

        _members.Judge(root, place);
        if (Json.Member(root, "environment") is not { } environment || (environment.ValueKind == JsonValueKind.String && environment.GetString()!.Length == 0))
        {
            findings.Refuse(place, "environment", "is required, and must be development or production.", RequiredRule);
        }

        JsonElement? identities = _members.Container(root, place, "user_identities", JsonValueKind.Object);
        JsonElement? attributes = _members.Container(root, place, "user_attributes", JsonValueKind.Object);
        JsonElement? device = _members.Container(root, place, "device_info", JsonValueKind.Object);
        _members.Container(root, place, "integration_attributes", JsonValueKind.Object);
        JudgeIdentities(root, place, identities, device);
        if (attributes is { } members)
        {
            new AttributeJudge(findings).JudgeUser(members, place with { Level = Level.UserAttributes });
        }

        if (device is { } info)
        {
            _members.Judge(info, place with { Level = Level.Device });
        }

        JudgeEvents(root, place);
        new CustomerAdviser(findings, place).Advise(root);
        new BatchAdviser(findings, place).Advise(root, bytes);
    }

    // The guide wants email or other; other integrations are accepted with a customer id, a click id or a device id alone, or
    // with an IP address together with a user agent.
    private void JudgeIdentities(JsonElement root, Place batch, JsonElement? identities, JsonElement? device)
    {
        Place place = batch with { Level = Level.Identities };
        bool hasAddress = Json.FilledText(root, "ip") is not null || Json.FilledText(Json.Member(root, "user_attributes"), "ipaddress") is not null;
        bool hasAny = Json.Member(root, "mpid") is not null || Json.FilledText(root, "mp_deviceid") is not null
            || (hasAddress && Json.FilledText(device, "http_header_user_agent") is not null)
            || Identity.DeviceGuids.Append("android_uuid").Any(name => Json.FilledText(device, name) is not null);
        if (identities is { } members)
        {
            _members.Judge(members, place);
            foreach (JsonProperty member in members.EnumerateObject())
            {
                hasAny |= member.Value.ValueKind == JsonValueKind.String ? !string.IsNullOrWhiteSpace(member.Value.GetString()) : member.Value.ValueKind != JsonValueKind.Null;
            }
        }

        if (!hasAny)
        {
            findings.Refuse(batch, "user_identities", "At least one of email and other is required.", RequiredRule);
        }
        else if (Json.Member(identities, "email") is null && Json.Member(identities, "other") is null)
        {
            findings.Warn(batch, "user_identities", "has neither email nor other; a conversion without them is hard to attribute.", IdentityRule);
        }

        if (Json.Text(identities, "other2") != Json.PassbackId(root))
        {
            findings.Warn(place, "other2", "must be the click id, the same as in integration_attributes.1277.passbackconversiontrackingid.",
                "Rokt's newer guide: the click id is sent in both places.");
        }
    }

    private void JudgeEvents(JsonElement root, Place place)
    {
        int count = 0;
        if (_members.Container(root, place, "events", JsonValueKind.Array) is { } events)
        {
            count = _events.Judge(events, place);
        }

        if (count == 0 && Json.Member(root, "events") is null or { ValueKind: JsonValueKind.Array })
        {
            findings.Warn(place, "events", "must be a list of at least one event; a batch without one converts nobody.",
                "The guide: the body contains the events of the conversion.");
        }
    }
}
