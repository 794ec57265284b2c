using System.Text.Json;

namespace Rokt.EventApi.Sandbox.Judging;

/// <summary>The table of the fields that the API knows, with the rule of each.</summary>
internal static class Fields
{
    private const string Text = "The guide: its datatype is string.";
    private const string Reference = "mParticle's reference: it is a string.";
    private const string Hashed = "Rokt's partners: the SHA-256 of the trimmed value, as 64 lower-case hexadecimal digits.";
    private const string Device = "A recorded response: a value that is no GUID gets a 400.";

    public static readonly IReadOnlyList<Field> All =
    [
        new(Level.Batch, "environment", OneOf("development", "production"), "The guide: it can be either development or production."),
        new(Level.Batch, "ip", ValueChecks.IpAddress, "mParticle's reference: the consumer's IPv4 or IPv6 address."),
        new(Level.Batch, "source_request_id", ValueChecks.Text, Reference),
        new(Level.Identities, "email", ValueChecks.Text, Text),
        new(Level.Identities, "other", ValueChecks.Text, Text),
        new(Level.Identities, "customerid", ValueChecks.Text, Reference),
        new(Level.Identities, "customer_id", ValueChecks.Text, Reference),
        new(Level.Identities, "other2", ValueChecks.Text, Reference),
        new(Level.UserAttributes, "firstname", ValueChecks.Text, Text),
        new(Level.UserAttributes, "lastname", ValueChecks.Text, Text),
        new(Level.UserAttributes, "mobile", ValueChecks.Text, Text),
        new(Level.UserAttributes, "ipaddress", ValueChecks.IpAddress, "The guide: the IP address of the user that converted."),
        new(Level.UserAttributes, "billingzipcode", ValueChecks.Text, Reference),
        new(Level.UserAttributes, "dob", ValueChecks.Text, Reference),
        new(Level.UserAttributes, "gender", ValueChecks.Text, Reference),
        new(Level.UserAttributes, "firstnamesha256", ValueChecks.Digest, Hashed),
        new(Level.UserAttributes, "lastnamesha256", ValueChecks.Digest, Hashed),
        new(Level.UserAttributes, "mobilesha256", ValueChecks.Digest, Hashed),
        new(Level.UserAttributes, "billingzipsha256", ValueChecks.Digest, Hashed),
        new(Level.Device, "http_header_user_agent", ValueChecks.Text, Reference),
        new(Level.Device, "android_uuid", ValueChecks.Text, Reference),
        new(Level.Device, "ios_advertising_id", ValueChecks.Guid, Device, SandboxGrade.Refused),
        new(Level.Device, "android_advertising_id", ValueChecks.Guid, Device, SandboxGrade.Refused),
        new(Level.Device, "ios_idfv", ValueChecks.Guid, Device, SandboxGrade.Refused),
        new(Level.Event, "event_type", OneOf("custom_event"), "The guide: it must be set to custom_event."),
        new(Level.Data, "event_name", OneOf("conversion", "audiencemembershipupdate"), "The guide: it must always be set to conversion; an audience update is audiencemembershipupdate."),
        new(Level.Data, "custom_event_type", ValueChecks.Text, Reference),
        new(Level.Data, "source_message_id", ValueChecks.Text, Reference),
        new(Level.Data, "timestamp_unixtime_ms", ValueChecks.UnixMilliseconds, "mParticle's reference: the Unix time in milliseconds."),
        new(Level.Attributes, "amount", ValueChecks.Number, "The guide: its datatype is decimal, the total price of all items, such as 20.00."),
        new(Level.Attributes, "currency", ValueChecks.Currency, "The guide: the currency code, for example USD or CAD."),
        new(Level.Attributes, "quantity", ValueChecks.Quantity, "The guide: its datatype is integer, the number of items."),
        new(Level.Attributes, "conversiontype", ValueChecks.Text, Text),
        new(Level.Attributes, "productname", ValueChecks.Text, Text),
        new(Level.Attributes, "sku", ValueChecks.Text, Text),
        new(Level.Attributes, "paymenttype", ValueChecks.Text, Text),
        new(Level.Attributes, "margin", ValueChecks.Number, "The guide: its datatype is decimal."),
        new(Level.Attributes, "transactionid", ValueChecks.Text, Text),
        new(Level.Attributes, "confirmationref", ValueChecks.Text, Text),
    ];

    /// <summary>User attributes that are sent as they are or as their hash.</summary>
    public static readonly IReadOnlyList<(string Plain, string Hashed)> Digests =
    [
        ("firstname", "firstnamesha256"), ("lastname", "lastnamesha256"), ("mobile", "mobilesha256"), ("billingzipcode", "billingzipsha256"),
    ];

    private static readonly Dictionary<(Level, string), Field> ByName = All.ToDictionary(field => (field.Level, field.Name));

    public static Field? Find(Level level, string name) => ByName.GetValueOrDefault((level, name));

    private static Func<JsonElement, string?> OneOf(params string[] texts) =>
        value => value.ValueKind == JsonValueKind.String && texts.Contains(value.GetString()) ? null : $"must be {string.Join(" or ", texts)}.";
}
