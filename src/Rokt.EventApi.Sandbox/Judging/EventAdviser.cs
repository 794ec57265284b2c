using System.Text.Json;

namespace Rokt.EventApi.Sandbox.Judging;

/// <summary>Finds what makes a conversion count less, twice or not at all.</summary>
internal sealed class EventAdviser(Findings findings, DateTimeOffset now)
{
    private static readonly TimeSpan MaxAge = TimeSpan.FromDays(30);

    // Clocks differ.
    private static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(1);

    private static readonly string[] Named = ["transactionid", "conversiontype"];

    public void Advise(JsonElement data, JsonElement? attributes, Place place)
    {
        AdviseOnTime(data, place);
        Place where = place with { Level = Level.Attributes };
        if (Json.Text(data, "event_name") == "conversion" && Json.Member(attributes, "confirmationref") is null or { ValueKind: JsonValueKind.String })
        {
            AdviseOnReference(attributes, where);
        }

        if (Json.Member(attributes, "amount") is not null && Json.Member(attributes, "currency") is null)
        {
            findings.Advise(where, "currency", "is not set, so nobody knows what the amount is in.");
        }

        foreach (string name in Named)
        {
            if (Json.FilledText(attributes, name) is { } text && Placeholders.Contains(text))
            {
                findings.Advise(where, name, "is a placeholder; leave it out when it is not known.");
            }
        }
    }

    private void AdviseOnReference(JsonElement? attributes, Place place)
    {
        if (Json.FilledText(attributes, "confirmationref") is not { } reference)
        {
            findings.Advise(place, "confirmationref", "is not set. Rokt deduplicates by it: without it, a conversion that is sent again counts twice.");
        }
        else if (Placeholders.Contains(reference))
        {
            findings.Advise(place, "confirmationref", "is a placeholder. Rokt deduplicates by it: all conversions with the same one count once.");
        }
    }

    private void AdviseOnTime(JsonElement data, Place place)
    {
        if (Json.Member(data, "timestamp_unixtime_ms") is not { } member || ValueChecks.UnixMilliseconds(member) is not null)
        {
            return;
        }

        DateTimeOffset time = DateTimeOffset.FromUnixTimeMilliseconds(member.GetInt64());
        if (now - time > MaxAge)
        {
            findings.Advise(place, "timestamp_unixtime_ms", $"is more than {MaxAge.Days} days ago; this endpoint is not for older data.");
        }
        else if (time - now > Tolerance)
        {
            findings.Advise(place, "timestamp_unixtime_ms", "is in the future.");
        }
    }
}
