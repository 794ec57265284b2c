using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;

namespace Rokt.EventApi.Sandbox.Tests;

/// <summary>What the real API would accept silently, but the sender would want to know.</summary>
public sealed class AdviceTests
{
    private const string Attributes = "events[0].data.custom_attributes";
    private const string HashOfNothing = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    private static readonly DateTimeOffset Now = new(2026, 5, 1, 12, 0, 0, TimeSpan.Zero);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<string, string, Action<JsonObject>> Advice => new()
    {
        { "environment", "live data", root => root["environment"] = "production" },
        { "user_identities.email", "a hash", root => root.Email(new string('a', 64)) },
        { "user_identities.email", "not an email address", root => root.Email("john") },
        { "user_identities.email", "not an email address", root => root.Email("john@doe@example.com") },
        { "user_identities.email", "spaces around", root => root.Email(" john.doe@example.com") },
        { "user_identities.email", "upper-case", root => root.Email("John.Doe@example.com") },
        { "user_identities.email", "placeholder", root => root.Email("test@example.com") },
        { "user_identities.email", "placeholder", root => root.Email("noreply@shop.example") },
        { "user_identities.email", "placeholder", root => root.Email("anonymous") },
        { "user_identities.email", "placeholder", root => root.Email("n/a") },
        { "user_identities.customerid", "placeholder", root => root.Identities()["customerid"] = "NULL" },
        { "user_attributes.firstname", "placeholder", root => root.User()["firstname"] = "unknown" },
        { "user_attributes.mobile", "placeholder", root => root.User()["mobile"] = "000-000-0000" },
        { "user_identities.other", "an address", root => root.Identities()["other"] = "john.doe@example.com" },
        { "user_identities.other", "lower case", root => root.Identities()["other"] = root.Identities()["other"]!.ToString().ToUpperInvariant() },
        { "user_identities.other", "not a SHA-256", root => root.Identities()["other"] = "SHA256-hash-of-email" },
        { "user_identities.other", "not a SHA-256", root => root.Identities()["other"] = new string('a', 63) },
        { "user_identities.other", "not the SHA-256 of the email", root => root.Identities()["other"] = new string('a', 64) },
        { "user_identities.other", "an empty text", root => root.Identities()["other"] = HashOfNothing },
        { "user_attributes.mobile", "phone number", root => root.User()["mobile"] = "call me on 1234567" },
        { "user_attributes.mobile", "phone number", root => root.User()["mobile"] = "123456" },
        { "user_attributes.mobile", "phone number", root => root.User()["mobile"] = "1234567890123456" },
        { "user_attributes.dob", "19991231", root => root.User()["dob"] = "12/31/1999" },
        { "user_attributes.dob", "19991231", root => root.User()["dob"] = "19991331" },
        { "user_attributes.gender", "m or f", root => root.User()["gender"] = "male" },
        { "user_attributes", "has 0 of", root => root.Remove("user_attributes") },
        { "user_attributes", "has 2 of", root => root["user_attributes"] = new JsonObject { ["firstname"] = "John", ["mobilesha256"] = new string('a', 64) } },
        { "user_attributes.ipaddress", "written as IPv6", root => root.User()["ipaddress"] = "::ffff:203.0.113.5" },
        { "user_attributes.ipaddress", "a private", root => root.User()["ipaddress"] = "10.1.2.3" },
        { "user_attributes.ipaddress", "a private", root => root.User()["ipaddress"] = "172.31.255.255" },
        { "user_attributes.ipaddress", "a private", root => root.User()["ipaddress"] = "fd00::1" },
        { "user_attributes.ipaddress", "a loopback", root => root.User()["ipaddress"] = "127.0.0.1" },
        { "user_attributes.ipaddress", "a loopback", root => root.User()["ipaddress"] = "::1" },
        { "ip", "a private", root => root["ip"] = "192.168.1.20" },
        { "device_info.ios_advertising_id", "all zeros", root => root.Device()["ios_advertising_id"] = "00000000-0000-0000-0000-000000000000" },
        { "user_identities", "no click id", root => (_, _) = (root.Identities().Remove("other2"), root.Remove("integration_attributes")) },
        { $"{Attributes}.confirmationref", "deduplicates", root => root.Conversion().Remove("confirmationref") },
        { $"{Attributes}.confirmationref", "deduplicates", root => root.Conversion()["confirmationref"] = " " },
        { $"{Attributes}.confirmationref", "deduplicates", root => root.Data().Remove("custom_attributes") },
        { $"{Attributes}.confirmationref", "placeholder", root => root.Conversion()["confirmationref"] = "undefined" },
        { $"{Attributes}.currency", "not set", root => root.Conversion().Remove("currency") },
        { Attributes, "more than 100 attributes", root => root.Conversion().AddMany(91) },
        { "events", "more than 100 events", root => root.AddEvents(100) },
        { "", "more than 128 kB", root => root.Conversion()["list"] = null },
        { "events[0].data.timestamp_unixtime_ms", "30 days ago", root => root.At(Now.AddDays(-30).AddMilliseconds(-1)) },
        { "events[0].data.timestamp_unixtime_ms", "in the future", root => root.At(Now.AddMinutes(1).AddMilliseconds(1)) },
        { "events", "counts them once", root => root["events"]!.AsArray().Add(root.Event().DeepClone()) },
    };

    [Theory]
    [MemberData(nameof(Advice))]
    public async Task It_is_accepted_with_advice(string path, string message, Action<JsonObject> change)
    {
        SandboxFinding advice = Assert.Single(await SendAsync(change, message.Contains("128 kB", StringComparison.Ordinal) ? (128 * 1024) + 1 : 0));

        Assert.Equal((path, SandboxGrade.Advice), (advice.Path, advice.Grade));
        Assert.Contains(message, advice.Message, StringComparison.Ordinal);
        Assert.Null(advice.Rule);
    }

    public static TheoryData<string, Action<JsonObject>> Fine => new()
    {
        { "everything as it should be", _ => { } },
        { "exactly 128 kB", _ => { } },
        { "a name of 256 characters", root => root.Conversion()[new string('n', 256)] = 1 },
        { "exactly 100 attributes", root => root.Conversion().AddMany(90) },
        { "exactly 100 events", root => root.AddEvents(99) },
        { "exactly 30 days old", root => root.At(Now.AddDays(-30)) },
        { "a clock that is a minute ahead", root => root.At(Now.AddMinutes(1)) },
        { "addresses next to the private ones", root => root.User()["ipaddress"] = "172.32.0.0" },
        { "an attribute of the shop's own", root => root.Conversion()["store"] = "Berlin" },
        { "a phone number of fifteen digits", root => root.User()["mobile"] = "+123 456 789 012 345" },
        { "a phone number of seven digits", root => root.User()["mobile"] = "123-4567" },
        { "a null for what is not known", root => root.User()["gender"] = null },
        { "no amount and no currency", root => (_, _) = (root.Conversion().Remove("amount"), root.Conversion().Remove("currency")) },
    };

    [Theory]
    [MemberData(nameof(Fine))]
    public async Task It_needs_no_advice(string what, Action<JsonObject> change) =>
        Assert.Empty(await SendAsync(change, what == "exactly 128 kB" ? 128 * 1024 : 0));

    public static TheoryData<string, string, Action<JsonObject>> NearMisses => new()
    {
        { "user_Attributes", "user_attributes was probably meant", root => root["user_Attributes"] = new JsonObject() },
        { "userIdentities", "user_identities was", root => root["userIdentities"] = new JsonObject() },
        { "Environment", "environment was", root => root["Environment"] = "development" },
        { "evnets", "events was", root => root["evnets"] = new JsonArray() },
        { "email", "belongs in user_identities.email", root => root["email"] = "a@b.example" },
        { "user_identities.Email", "email was", root => root.Identities()["Email"] = "a@b.example" },
        { "user_identities.emailAddress", "email was", root => root.Identities()["emailAddress"] = "a@b.example" },
        { "user_identities.emailSha256", "other was", root => root.Identities()["emailSha256"] = "" },
        { "user_identities.click_id", "other2 was", root => root.Identities()["click_id"] = "x" },
        { "user_attributes.firstName", "firstname was", root => root.User()["firstName"] = "John" },
        { "user_attributes.$FirstName", "firstname was", root => root.User()["$FirstName"] = "John" },
        { "user_attributes.last_name", "lastname was", root => root.User()["last_name"] = "Doe" },
        { "user_attributes.phone", "mobile was", root => root.User()["phone"] = "1234567" },
        { "user_attributes.zip", "billingzipcode was", root => root.User()["zip"] = "1" },
        { "user_attributes.email", "belongs in user_identities.email", root => root.User()["email"] = "x" },
        { "user_attributes.amount", $"belongs in {Attributes}.amount", root => root.User()["amount"] = 1 },
        { "device_info.userAgent", "http_header_user_agent was", root => root.Device()["userAgent"] = "x" },
        { "device_info.idfa", "ios_advertising_id was", root => root.Device()["idfa"] = "x" },
        { "events[0].eventType", "event_type was", root => root.Event()["eventType"] = "custom_event" },
        { "events[0].data.eventName", "event_name was", root => root.Data()["eventName"] = "conversion" },
        { "events[0].data.customAttributes", "custom_attributes was", root => root.Data()["customAttributes"] = new JsonObject() },
        { "events[0].data.timestamp", "timestamp_unixtime_ms was", root => root.Data()["timestamp"] = 1 },
        { "events[0].data.amount", $"belongs in {Attributes}.amount", root => root.Data()["amount"] = 1 },
        { "events[0].data.conversionType", $"belongs in {Attributes}.conversiontype", root => root.Data()["conversionType"] = "purchase" },
        { $"{Attributes}.conversion_type", "conversiontype was", root => root.Conversion()["conversion_type"] = "purchase" },
        { $"{Attributes}.conversionType", "conversiontype was", root => root.Conversion()["conversionType"] = "purchase" },
        { $"{Attributes}.Amount", "amount was", root => root.Conversion()["Amount"] = 1 },
        { $"{Attributes}.amuont", "amount was", root => root.Conversion()["amuont"] = 1 },
        { $"{Attributes}.confirmationrefs", "confirmationref was", root => root.Conversion()["confirmationrefs"] = "1" },
        { $"{Attributes}.order_id", "transactionid was", root => root.Conversion()["order_id"] = "1" },
        { $"{Attributes}.firstname", "belongs in user_attributes.firstname", root => root.Conversion()["firstname"] = "John" },
    };

    [Theory]
    [MemberData(nameof(NearMisses))]
    public async Task A_name_that_nearly_is_a_field_is_met_with_the_name_that_was_meant(string path, string message, Action<JsonObject> change)
    {
        SandboxFinding advice = Assert.Single(await SendAsync(change));

        Assert.Equal(path, advice.Path);
        Assert.Contains(message, advice.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_hash_of_the_address_as_it_stands_is_distinguished_from_any_other()
    {
        string hash = Convert.ToHexString(System.Security.Cryptography.SHA256.HashData("John.Doe@example.com"u8)).ToLowerInvariant();

        IReadOnlyList<SandboxFinding> advice = await SendAsync(root => (root.Identities()["email"], root.Identities()["other"]) = ("John.Doe@example.com", hash));

        Assert.Contains(advice, finding => finding.Message.Contains("as it stands", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_guides_example_has_a_placeholder_for_the_hash_and_no_click_id()
    {
        await using EventApiSandbox sandbox = await EventApiSandbox.StartAsync(cancellationToken: Cancellation);
        using var client = new RawClient(sandbox);

        await client.PostAsync(RawClient.Body("guide-example"));

        Assert.Equal(["user_identities", "user_identities.other"], sandbox.Requests[0].Findings.Select(finding => finding.Path).Order());
    }

    [Fact]
    public async Task An_audience_update_needs_no_confirmation_reference() => Assert.Empty(await SendAsync(root => root.Event()["data"] = new JsonObject
    {
        ["event_name"] = "audiencemembershipupdate",
        ["custom_event_type"] = "other",
        ["custom_attributes"] = new JsonObject { ["audience_name"] = "buyers", ["status"] = "add" },
    }));

    private static async Task<IReadOnlyList<SandboxFinding>> SendAsync(Action<JsonObject> change, int bytes = 0)
    {
        await using EventApiSandbox sandbox = await EventApiSandbox.StartAsync(
            new EventApiSandboxOptions { Strict = true, TimeProvider = new FakeTimeProvider(Now) }, Cancellation);
        using var client = new RawClient(sandbox);
        JsonObject root = Batch.Complete();
        change(root);
        HttpResponseMessage response = await client.PostAsync(root.ToJsonString().PadRight(bytes));
        Assert.Equal((202, SandboxGrade.Advice), ((int)response.StatusCode, sandbox.Requests[0].Findings.Select(finding => finding.Grade).DefaultIfEmpty().Max()));
        return sandbox.Requests[0].Findings;
    }
}
