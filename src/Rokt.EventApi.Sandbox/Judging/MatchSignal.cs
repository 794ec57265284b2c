using System.Text.Json;

namespace Rokt.EventApi.Sandbox.Judging;

/// <summary>Something that Rokt can match a conversion to a customer or a click by.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="IsThere">Whether a batch has it, with a value that stands for somebody.</param>
internal sealed record MatchSignal(string Name, Func<JsonElement, bool> IsThere)
{
    public static readonly IReadOnlyList<MatchSignal> All =
    [
        new("email", root => Identities(root) is { } members
            && ((Json.Text(members, "email") is { } email && Identity.IsUsableEmail(email))
                || (Json.Text(members, "other") is { } digest && Identity.IsUsableDigest(digest)))),
        new("click id", root => Json.FilledText(Identities(root), "other2") is { } id && !Placeholders.Contains(id) && id == Json.PassbackId(root)),
        new("first name", root => HasAttribute(root, "firstname", "firstnamesha256")),
        new("last name", root => HasAttribute(root, "lastname", "lastnamesha256")),
        new("mobile", root => HasAttribute(root, "mobile", "mobilesha256")),
        new("IP address", root => HasIpAddress(Attributes(root), "ipaddress") || HasIpAddress(root, "ip")),
        new("postal code", root => HasAttribute(root, "billingzipcode", "billingzipsha256")),
        new("date of birth", root => HasAttribute(root, "dob")),
        new("gender", root => HasAttribute(root, "gender")),
        new("customer id", root => Identity.IsUsable(Identities(root), "customerid") || Identity.IsUsable(Identities(root), "customer_id")),
        new("device id", root => Identity.DeviceGuids.Any(name => Json.Text(Device(root), name) is { } id && Identity.IsUsableGuid(id))
            || Identity.IsUsable(Device(root), "android_uuid")),
        new("user agent", root => Identity.IsUsable(Device(root), "http_header_user_agent")),
    ];

    private static JsonElement? Identities(JsonElement root) => Json.Member(root, "user_identities");

    private static JsonElement? Attributes(JsonElement root) => Json.Member(root, "user_attributes");

    private static JsonElement? Device(JsonElement root) => Json.Member(root, "device_info");

    private static bool HasAttribute(JsonElement root, params string[] names) => names.Any(name => Identity.IsUsable(Attributes(root), name));

    private static bool HasIpAddress(JsonElement? parent, string name) => Json.Text(parent, name) is { } text && Identity.IsUsableIpAddress(text);
}
