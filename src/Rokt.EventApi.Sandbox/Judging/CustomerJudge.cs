using System.Text.Json;

namespace Rokt.EventApi.Sandbox.Judging;

/// <summary>Judges who converted: identities, user attributes, device, click id.</summary>
internal static class CustomerJudge
{
    private const int MaxUserAttributes = 100;

    private static readonly string[] Identities = ["email", "other", "customerid", "other2"];
    private static readonly string[] DeviceIds = ["ios_advertising_id", "android_advertising_id", "ios_idfv"];
    private static readonly (string Hashed, string Plain)[] Digests =
    [
        ("firstnamesha256", "firstname"), ("lastnamesha256", "lastname"), ("mobilesha256", "mobile"), ("billingzipsha256", "billingzipcode"),
    ];

    public static void Judge(JsonElement root, Findings findings)
    {
        JsonElement? identities = findings.Object(root, "user_identities", "user_identities", isRequired: false);
        JsonElement? device = findings.Object(root, "device_info", "device_info", isRequired: false);
        JsonElement? attributes = findings.Object(root, "user_attributes", "user_attributes", isRequired: false);
        bool hasAddress = IsFilled(root, "ip") || (attributes is { } members && IsFilled(members, "ipaddress"));
        JudgeIdentities(identities, device, hasAddress, findings);
        if (device is { } info)
        {
            JudgeDevice(info, findings);
        }

        if (attributes is { } all)
        {
            JudgeAttributes(all, findings);
        }

        JudgeClickId(root, identities, findings);
    }

    // The guide wants email or other; other integrations are accepted with a customer id, click id or device id alone, or with an
    // IP address together with a user agent.
    private static void JudgeIdentities(JsonElement? identities, JsonElement? device, bool hasAddress, Findings findings)
    {
        bool hasIdentity = device is { } info
            && (DeviceIds.Append("android_uuid").Any(name => IsFilled(info, name)) || (hasAddress && IsFilled(info, "http_header_user_agent")));
        foreach (string name in Identities)
        {
            if (identities is not { } members)
            {
                break;
            }

            hasIdentity |= IsFilled(members, name);
            findings.Check(members, name, "user_identities", AttributeJudge.IsText, "An identity is a string.");
        }

        if (!hasIdentity)
        {
            findings.Add("user_identities", "At least one of email and other is required.");
        }
    }

    private static void JudgeAttributes(JsonElement attributes, Findings findings)
    {
        const string Path = "user_attributes";
        AttributeJudge.Judge(attributes, Path, allowsLists: true, findings);
        if (attributes.EnumerateObject().Count() > MaxUserAttributes)
        {
            findings.Add(Path, $"A batch has at most {MaxUserAttributes} user attributes.");
        }

        foreach (string name in new[] { "firstname", "lastname", "mobile", "billingzipcode", "dob", "gender" })
        {
            findings.Check(attributes, name, Path, AttributeJudge.IsText, "It is a string.");
        }

        findings.Check(attributes, "ipaddress", Path, BodyJudge.IsIpAddress, "It is an IPv4 or IPv6 address.");
        foreach ((string hashed, string plain) in Digests)
        {
            findings.Check(attributes, hashed, Path, IsDigest, "It is a SHA-256 in 64 lower-case hexadecimal digits.");
            if (attributes.TryGetProperty(hashed, out _) && attributes.TryGetProperty(plain, out _))
            {
                findings.Add($"{Path}.{plain}", "It is left out where its hash is sent.");
            }
        }
    }

    private static void JudgeDevice(JsonElement device, Findings findings)
    {
        findings.Check(device, "http_header_user_agent", "device_info", AttributeJudge.IsText, "It is a string.");
        findings.Check(device, "android_uuid", "device_info", AttributeJudge.IsText, "It is a string.");
        foreach (string name in DeviceIds)
        {
            findings.Check(device, name, "device_info", value => value.ValueKind == JsonValueKind.String && value.TryGetGuid(out _), "It is a GUID.");
        }
    }

    private static void JudgeClickId(JsonElement root, JsonElement? identities, Findings findings)
    {
        string? first = identities is { } members ? Text(members, "other2") : null;
        string? second = root.TryGetProperty("integration_attributes", out JsonElement integrations)
            && integrations.ValueKind == JsonValueKind.Object
            && integrations.TryGetProperty("1277", out JsonElement rokt)
            && rokt.ValueKind == JsonValueKind.Object
                ? Text(rokt, "passbackconversiontrackingid")
                : null;
        if (first != second)
        {
            findings.Add("user_identities.other2", "A click id stands here and in integration_attributes.1277.passbackconversiontrackingid, the same in both.");
        }
    }

    private static bool IsFilled(JsonElement parent, string name) => !string.IsNullOrWhiteSpace(Text(parent, name));

    private static string? Text(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static bool IsDigest(JsonElement value) =>
        value.ValueKind == JsonValueKind.String
        && value.GetString() is { Length: 64 } text
        && text.All(character => char.IsAsciiDigit(character) || character is >= 'a' and <= 'f');
}
