using System.Text.Json;

namespace Rokt.EventApi.Sandbox.Judging;

/// <summary>Finds what the API accepts of a whole batch, but what its sender would want to know.</summary>
internal sealed class BatchAdviser(Findings findings, Place place)
{
    public const int MaxBytes = 128 * 1024;

    private const int MaxEvents = 100;
    private const int FewUserAttributes = 3;

    private static readonly string[] Wanted = ["firstname", "lastname", "mobile"];

    public void Advise(JsonElement root, int bytes)
    {
        if (Json.Text(root, "environment") == "production")
        {
            findings.Advise(place, "environment", "marks this as live data; a test sends development.");
        }

        JsonElement? attributes = Json.Member(root, "user_attributes");
        int count = Wanted.Count(name => Json.Member(attributes, name) is not null || Json.Member(attributes, $"{name}sha256") is not null)
            + (Json.Member(attributes, "ipaddress") is not null || Json.Member(root, "ip") is not null ? 1 : 0);
        if (count < FewUserAttributes)
        {
            findings.Advise(place, "user_attributes", $"has {count} of firstname, lastname, mobile and ipaddress. The guide: include as many user attributes as you can.");
        }

        if (Json.FilledText(Json.Member(root, "user_identities"), "other2") is null && Json.PassbackId(root) is null)
        {
            findings.Advise(place, "user_identities", "has no click id (other2): with it, Rokt knows which click led to the conversion.");
        }

        if (Json.Member(root, "events") is { ValueKind: JsonValueKind.Array } events && events.GetArrayLength() > MaxEvents)
        {
            findings.Advise(place, "events", $"has more than {MaxEvents} events: mParticle's limit per batch.");
        }

        if (bytes > MaxBytes)
        {
            findings.Advise(place, null, "The batch has more than 128 kB: mParticle's limit per batch on /v2/bulkevents.");
        }
    }
}
