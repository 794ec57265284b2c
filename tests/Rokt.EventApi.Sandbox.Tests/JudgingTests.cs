using System.Net;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Rokt.EventApi.Sandbox.Tests;

/// <summary>
/// The sandbox refuses what the guide or a recorded response says is refused, accepts and reports what is against the guide, and
/// takes the guide's own bodies to the byte.
/// </summary>
public sealed class JudgingTests
{
    private const string Attributes = "events[0].data.custom_attributes";

    // Escapes lone surrogates as \u…, which is what a careless client sends.
    private static readonly JsonSerializerOptions Options = new() { Encoder = JavaScriptEncoder.Default };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("guide-example")]
    [InlineData("guide-curl")]
    [InlineData("complete")]
    public async Task The_guides_own_bodies_are_accepted_and_kept_to_the_byte(string name)
    {
        await using EventApiSandbox sandbox = await EventApiSandbox.StartAsync(new EventApiSandboxOptions { Strict = true }, Cancellation);
        using var client = new RawClient(sandbox);
        string body = RawClient.Body(name);

        HttpResponseMessage response = await client.PostAsync(body);

        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        Assert.Empty(await response.Content.ReadAsByteArrayAsync(Cancellation));
        ReceivedRequest request = Assert.Single(sandbox.Requests);
        Assert.DoesNotContain(request.Findings, finding => finding.Grade != SandboxGrade.Advice);
        Assert.Equal(Encoding.UTF8.GetBytes(body), request.Body.ToArray());
    }

    public static TheoryData<string, string, Action<JsonObject>> Refused => new()
    {
        { "environment", "is required", root => root.Remove("environment") },
        { "environment", "is required", root => root["environment"] = null },
        { "environment", "is required", root => root["environment"] = "" },
        { "environment", "must be development or production", root => root["environment"] = new JsonObject() },
        { "user_identities", "email and other", root => (root["user_identities"], root["device_info"], root["integration_attributes"]) = (null, null, null) },
        { "user_identities", "email and other", root => (root["user_identities"], root["device_info"], root["integration_attributes"]) = (new JsonObject(), null, null) },
        { "user_identities", "email and other", root => (root["user_identities"], root["device_info"], root["integration_attributes"]) = (new JsonObject { ["email"] = " " }, null, null) },
        { "user_identities.email", "a string, not an object", root => root.Identities()["email"] = new JsonObject() },
        { "user_attributes", "an object, not a list", root => root["user_attributes"] = new JsonArray() },
        { "user_attributes.nested", "not an object", root => root.User()["nested"] = new JsonObject() },
        { "user_attributes.list", "not of objects", root => root.User()["list"] = new JsonArray(new JsonObject()) },
        { "user_attributes.firstname", "not a list", root => root.User()["firstname"] = new JsonArray("John") },
        { "device_info", "an object, not a string", root => root["device_info"] = "iPhone" },
        { "device_info.ios_idfv", "a GUID", root => root.Device()["ios_idfv"] = "not-a-guid" },
        { "device_info.ios_advertising_id", "a GUID", root => root.Device()["ios_advertising_id"] = 7 },
        { "device_info.android_advertising_id", "a GUID", root => root.Device()["android_advertising_id"] = "607258d9-c28b-43ad-95ed-e9593025d5a" },
        { "events", "a list, not an object", root => root["events"] = new JsonObject() },
        { "events[0]", "an object, not a string", root => root["events"] = new JsonArray("conversion") },
        { "events[0].event_type", "is required", root => root.Event().Remove("event_type") },
        { "events[0].data", "is required", root => root.Event().Remove("data") },
        { "events[0].data", "is required", root => root.Event()["data"] = null },
        { "events[0].data", "an object, not a number", root => root.Event()["data"] = 1 },
        { "events[0].data.event_name", "is required", root => root.Data().Remove("event_name") },
        { $"{Attributes}.currency", "not an object", root => root.Conversion()["currency"] = new JsonObject() },
        { $"{Attributes}.list", "not a list", root => root.Conversion()["list"] = new JsonArray("x") },
        { Attributes, "an object, not a boolean", root => root.Data()["custom_attributes"] = true },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task What_the_API_is_known_to_refuse_is_refused_for_its_own_reason(string path, string reason, Action<JsonObject> change)
    {
        (HttpResponseMessage response, ReceivedRequest request) = await SendAsync(change);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        SandboxFinding finding = Assert.Single(request.Findings, finding => finding.Grade == SandboxGrade.Refused);
        Assert.Equal(path, finding.Path);
        Assert.Contains(reason, finding.Message, StringComparison.Ordinal);
        Assert.NotNull(finding.Rule);
        using var body = JsonDocument.Parse(await response.Content.ReadAsStringAsync(Cancellation));
        JsonElement error = Assert.Single(body.RootElement.GetProperty("errors").EnumerateArray());
        Assert.Equal("BAD_REQUEST", error.GetProperty("code").GetString());
        Assert.Equal(finding.ToString(), WebUtility.HtmlDecode(error.GetProperty("message").GetString()));
    }

    public static TheoryData<string, string, Action<JsonObject>> AgainstTheGuide => new()
    {
        { "environment", "development or production", root => root["environment"] = "staging" },
        { "environment", "development or production", root => root["environment"] = "Development" },
        { "user_identities", "neither email nor other", root => root["user_identities"] = new JsonObject { ["customer_id"] = "7", ["other2"] = "3f2a-Click" } },
        { "user_identities", "neither email nor other", AddressAndUserAgent },
        { "user_identities.email", "a string, not a number", root => root.Identities()["email"] = 7 },
        { "user_identities.other2", "the same as in", root => root.Identities()["other2"] = "another" },
        { "user_identities.other2", "the same as in", root => root.Remove("integration_attributes") },
        { "user_attributes.firstname", "a string", root => root.User()["firstname"] = 7 },
        { "user_attributes.mobile", "a string", root => root.User()["mobile"] = 1234567890 },
        { "user_attributes.ipaddress", "IPv4 or IPv6", root => root.User()["ipaddress"] = "here" },
        { "user_attributes.ipaddress", "IPv4 or IPv6", root => root.User()["ipaddress"] = "1" },
        { "user_attributes.ipaddress", "IPv4 or IPv6", root => root.User()["ipaddress"] = "01.2.3.4" },
        { "user_attributes.ipaddress", "IPv4 or IPv6", root => root.User()["ipaddress"] = "[::1]:80" },
        { "user_attributes.gender", "a string", root => root.User()["gender"] = 1 },
        { "source_request_id", "a string", root => root["source_request_id"] = 5 },
        { "user_attributes.firstname", "its hash", root => root.User()["firstnamesha256"] = new string('a', 64) },
        { "user_attributes.lastnamesha256", "64 lower-case", root => (root.User()["lastnamesha256"], _) = (new string('A', 64), root.User().Remove("lastname")) },
        { "user_attributes.note", "at most 4096", root => root.User()["note"] = new string('x', 4097) },
        { "user_attributes.list", "at most 1000 entries", root => root.User()["list"] = new JsonArray([.. Enumerable.Range(0, 1001).Select(i => (JsonNode)$"{i}")]) },
        { "user_attributes.list", "at most 512", root => root.User()["list"] = new JsonArray(new string('x', 513)) },
        { "user_attributes", "more than 100", root => root.User().AddMany(94) },
        { $"user_attributes.{new string('n', 64)}…", "more than 256", root => root.User()[new string('n', 257)] = 1 },
        { "ip", "IPv4 or IPv6", root => root["ip"] = "999.1.1.1" },
        { "events", "at least one event", root => root.Remove("events") },
        { "events", "at least one event", root => root["events"] = null },
        { "events", "at least one event", root => root["events"] = new JsonArray() },
        { "events", "at least one event", root => root["events"] = new JsonArray((JsonNode?)null) },
        { "events[0].event_type", "custom_event", root => root.Event()["event_type"] = "commerce_event" },
        { "events[0].data.event_name", "conversion", root => root.Data()["event_name"] = "purchase" },
        { "events[0].data.timestamp_unixtime_ms", "13 digits", root => root.Data()["timestamp_unixtime_ms"] = 1767323045 },
        { "events[0].data.timestamp_unixtime_ms", "a JSON number, not a string", root => root.Data()["timestamp_unixtime_ms"] = "2026-01-02" },
        { "events[1].data.source_message_id", "differ", Twice },
        { $"{Attributes}.amount", "must be a JSON number, not a string", root => root.Conversion()["amount"] = "100.00" },
        { $"{Attributes}.margin", "a JSON number, not a boolean", root => root.Conversion()["margin"] = true },
        { $"{Attributes}.currency", "three ASCII letters", root => root.Conversion()["currency"] = "US$" },
        { $"{Attributes}.quantity", "a whole number", root => root.Conversion()["quantity"] = 1.5 },
        { $"{Attributes}.quantity", "a whole number", root => root.Conversion()["quantity"] = -1 },
        { $"{Attributes}.sku", "more than one item", root => root.Conversion()["quantity"] = 2 },
        { $"{Attributes}.confirmationref", "a string", root => root.Conversion()["confirmationref"] = 123 },
        { $"{Attributes}.note", "at most 4096", root => root.Conversion()["note"] = new string('x', 4097) },
        { $"{Attributes}.{new string('n', 64)}…", "more than 256", root => root.Conversion()[new string('n', 257)] = 1 },
    };

    [Theory]
    [MemberData(nameof(AgainstTheGuide))]
    public async Task What_is_against_the_guide_is_accepted_and_reported_with_the_rule(string path, string reason, Action<JsonObject> change)
    {
        (HttpResponseMessage response, ReceivedRequest request) = await SendAsync(change);

        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        Assert.Empty(await response.Content.ReadAsByteArrayAsync(Cancellation));
        SandboxFinding finding = Assert.Single(request.Findings, finding => finding.Grade != SandboxGrade.Advice);
        Assert.Equal((path, SandboxGrade.AgainstTheGuide), (finding.Path, finding.Grade));
        Assert.Contains(reason, finding.Message, StringComparison.Ordinal);
        Assert.NotNull(finding.Rule);
    }

    [Theory]
    [MemberData(nameof(AgainstTheGuide))]
    public async Task A_strict_sandbox_refuses_what_is_against_the_guide(string path, string reason, Action<JsonObject> change)
    {
        (HttpResponseMessage response, _) = await SendAsync(change, isStrict: true);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        using var body = JsonDocument.Parse(await response.Content.ReadAsStringAsync(Cancellation));
        string message = Assert.Single(body.RootElement.GetProperty("errors").EnumerateArray()).GetProperty("message").GetString()!;
        Assert.StartsWith(path, message, StringComparison.Ordinal);
        Assert.Contains(reason, message, StringComparison.Ordinal);
    }

    public static TheoryData<string, Action<JsonObject>> Allowed => new()
    {
        { "nulls for values", root => (root.Conversion()["amount"], root.Conversion()["currency"], root.Conversion()["quantity"]) = (null, null, null) },
        { "nulls for objects", root => (root["user_attributes"], root["device_info"]) = (null, null) },
        { "a null identity", root => root.Identities()["customerid"] = null },
        { "a null device id", root => root.Device()["ios_advertising_id"] = null },
        { "a list of numbers", root => root.User()["sizes"] = new JsonArray(1, 2) },
        { "a list of texts", root => root.User()["colors"] = new JsonArray("red") },
        { "exactly 1000 entries of exactly 512 characters", root => root.User()["list"] = new JsonArray([.. Enumerable.Range(0, 1000).Select(i => (JsonNode)(i > 0 ? "x" : new string('x', 512)))]) },
        { "exactly 100 user attributes", root => root.User().AddMany(93) },
        { "a value of 4096 characters", root => root.Conversion()["note"] = new string('x', 4096) },
        { "a name of 256 characters", root => root.Conversion()[new string('n', 256)] = 1 },
        { "a null attribute", root => root.Conversion()["note"] = null },
        { "several items without a SKU", root => (root.Conversion()["quantity"], _) = (2, root.Conversion().Remove("sku")) },
        { "a quantity written as 2.0", root => (root.Conversion()["quantity"], _) = (JsonNode.Parse("2.0"), root.Conversion().Remove("sku")) },
        { "no attributes at all", root => root.Data().Remove("custom_attributes") },
        { "a member that nobody knows", root => root["schema_version"] = 2 },
        { "mParticle's own customer id", root => root.Identities()["customer_id"] = "7" },
        { "an IPv6 address", root => root.User()["ipaddress"] = "2001:db8::1" },
    };

    [Theory]
    [MemberData(nameof(Allowed))]
    public async Task What_is_allowed_is_accepted_by_a_strict_sandbox(string what, Action<JsonObject> change)
    {
        (HttpResponseMessage response, ReceivedRequest request) = await SendAsync(change, isStrict: true);

        Assert.True(response.StatusCode == HttpStatusCode.Accepted, $"{what}: {string.Join(", ", request.Findings)}");
    }

    [Theory]
    [InlineData("text/plain", true)]
    [InlineData("application/x-www-form-urlencoded", true)]
    [InlineData("application/json; charset=utf-16", true)]
    [InlineData("application/json; charset=\"UTF-8\"", false)]
    [InlineData("Application/JSON", false)]
    public async Task A_body_is_sent_as_JSON_in_UTF_8(string contentType, bool isAgainstTheGuide)
    {
        await using EventApiSandbox sandbox = await EventApiSandbox.StartAsync(cancellationToken: Cancellation);
        using var client = new RawClient(sandbox);

        HttpResponseMessage response = await client.PostAsync(
            RawClient.Body("complete"),
            request => request.Content!.Headers.ContentType = System.Net.Http.Headers.MediaTypeHeaderValue.Parse(contentType));

        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        Assert.Equal(isAgainstTheGuide, sandbox.Requests[0].Findings.Any(finding => finding.Message.Contains("Content-Type", StringComparison.Ordinal)));
    }

    private static void AddressAndUserAgent(JsonObject root)
    {
        root.Device().Remove("ios_advertising_id");
        root.Remove("user_identities");
        root.Remove("integration_attributes");
    }

    private static void Twice(JsonObject root)
    {
        root.Data()["source_message_id"] = "1";
        root["events"]!.AsArray().Add(root.Event().DeepClone());
    }

    private static async Task<(HttpResponseMessage Response, ReceivedRequest Request)> SendAsync(Action<JsonObject> change, bool isStrict = false)
    {
        await using EventApiSandbox sandbox = await EventApiSandbox.StartAsync(new EventApiSandboxOptions { Strict = isStrict }, Cancellation);
        using var client = new RawClient(sandbox);
        JsonObject root = Batch.Complete();
        change(root);
        HttpResponseMessage response = await client.PostAsync(root.ToJsonString(Options));
        return (response, Assert.Single(sandbox.Requests));
    }
}
