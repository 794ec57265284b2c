using System.Net;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Rokt.EventApi.Sandbox.Tests;

/// <summary>The sandbox accepts the guide's bodies to the byte, and refuses each broken variant for its own reason.</summary>
public sealed class JudgingTests
{
    private const string Attributes = "events[0].data.custom_attributes";

    // Escapes lone surrogates as \u…, which is what a careless client sends.
    private static readonly JsonSerializerOptions Options = new() { Encoder = JavaScriptEncoder.Default };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("guide-example")]
    [InlineData("guide-curl")]
    public async Task The_guides_own_bodies_are_accepted_and_kept_to_the_byte(string name)
    {
        await using EventApiSandbox sandbox = await EventApiSandbox.StartAsync(cancellationToken: Cancellation);
        using var client = new RawClient(sandbox);
        string body = RawClient.Body(name);

        HttpResponseMessage response = await client.PostAsync(body);

        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        Assert.Empty(await response.Content.ReadAsByteArrayAsync(Cancellation));
        ReceivedRequest request = Assert.Single(sandbox.Requests);
        Assert.Empty(request.Errors);
        Assert.Equal(Encoding.UTF8.GetBytes(body), request.Body.ToArray());
    }

    public static TheoryData<string, string, Action<JsonObject>> Broken => new()
    {
        { "environment", "development or production", root => root.Remove("environment") },
        { "environment", "development or production", root => root["environment"] = "staging" },
        { "environment", "development or production", root => root["environment"] = "Development" },
        { "user_identities", "email and other", root => root.Remove("user_identities") },
        { "user_identities", "email and other", root => root["user_identities"] = new JsonObject() },
        { "user_identities", "email and other", root => root["user_identities"] = new JsonObject { ["email"] = "" } },
        { "user_identities.email", "a string", root => Identities(root)["email"] = 7 },
        { "user_identities.other2", "in both", root => Identities(root)["other2"] = "click" },
        { "user_attributes", "an object", root => root["user_attributes"] = new JsonArray() },
        { "user_attributes.firstname", "a string", root => User(root)["firstname"] = 7 },
        { "user_attributes.mobile", "a string", root => User(root)["mobile"] = 1234567890 },
        { "user_attributes.ipaddress", "IPv4 or IPv6", root => User(root)["ipaddress"] = "here" },
        { "user_attributes.ipaddress", "IPv4 or IPv6", root => User(root)["ipaddress"] = "1" },
        { "user_attributes.ipaddress", "IPv4 or IPv6", root => User(root)["ipaddress"] = "[::1]:80" },
        { "user_attributes.gender", "a string", root => User(root)["gender"] = 1 },
        { "source_request_id", "a string", root => root["source_request_id"] = 5 },
        { "user_attributes.firstname", "its hash", root => User(root)["firstnamesha256"] = new string('a', 64) },
        { "user_attributes.lastnamesha256", "64 lower-case", root => (User(root)["lastnamesha256"], _) = (new string('A', 64), User(root).Remove("lastname")) },
        { "user_attributes.note", "at most 4096", root => User(root)["note"] = new string('x', 4097) },
        { "user_attributes.list", "at most 1000 entries", root => User(root)["list"] = new JsonArray([.. Enumerable.Range(0, 1001).Select(i => (JsonNode)$"{i}")]) },
        { "user_attributes.list", "at most 512", root => User(root)["list"] = new JsonArray(new string('x', 513)) },
        { "user_attributes.nested", "a string, a number", root => User(root)["nested"] = new JsonObject() },
        { "user_attributes", "at most 100", root => AddMany(User(root), 97) },
        { "ip", "IPv4 or IPv6", root => root["ip"] = "999.1.1.1" },
        { "device_info", "an object", root => root["device_info"] = "iPhone" },
        { "device_info.ios_idfv", "a GUID", root => root["device_info"] = new JsonObject { ["ios_idfv"] = "not-a-guid" } },
        { "events", "at least one event", root => root.Remove("events") },
        { "events", "at least one event", root => root["events"] = new JsonArray() },
        { "events[0]", "an object", root => root["events"] = new JsonArray("conversion") },
        { "events[0].event_type", "custom_event", root => Event(root)["event_type"] = "conversion" },
        { "events[0].data", "required", root => Event(root).Remove("data") },
        { "events[0].data.event_name", "conversion", root => Data(root).Remove("event_name") },
        { "events[0].data.event_name", "conversion", root => Data(root)["event_name"] = "purchase" },
        { "events[0].data.timestamp_unixtime_ms", "13 digits", root => Data(root)["timestamp_unixtime_ms"] = 1767323045 },
        { "events[1].data.source_message_id", "differs", root =>
            {
                Data(root)["source_message_id"] = "1";
                root["events"]!.AsArray().Add(Event(root).DeepClone());
            } },
        { $"{Attributes}.amount", "a number", root => Conversion(root)["amount"] = "100.00" },
        { $"{Attributes}.margin", "a number", root => Conversion(root)["margin"] = true },
        { $"{Attributes}.currency", "three ASCII letters", root => Conversion(root)["currency"] = "US$" },
        { $"{Attributes}.quantity", "whole number", root => Conversion(root)["quantity"] = 1.5 },
        { $"{Attributes}.quantity", "whole number", root => Conversion(root)["quantity"] = -1 },
        { $"{Attributes}.sku", "do not provide any SKUs", root => Conversion(root)["quantity"] = 2 },
        { $"{Attributes}.confirmationref", "a string", root => Conversion(root)["confirmationref"] = 123 },
        { $"{Attributes}.note", "at most 4096", root => Conversion(root)["note"] = new string('x', 4097) },
        { $"{Attributes}.list", "a string, a number", root => Conversion(root)["list"] = new JsonArray("x") },
        { Attributes, "needs a name", root => Conversion(root)[""] = 1 },
    };

    [Theory]
    [MemberData(nameof(Broken))]
    public async Task A_broken_body_is_refused_for_its_own_reason(string path, string reason, Action<JsonObject> breakIt)
    {
        await using EventApiSandbox sandbox = await EventApiSandbox.StartAsync(cancellationToken: Cancellation);
        using var client = new RawClient(sandbox);
        JsonObject root = JsonNode.Parse(RawClient.Body("guide-example"))!.AsObject();
        breakIt(root);

        HttpResponseMessage response = await client.PostAsync(root.ToJsonString(Options));

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        SandboxFinding finding = Assert.Single(Assert.Single(sandbox.Requests).Errors);
        Assert.Equal(path, finding.Path);
        Assert.Contains(reason, finding.Message, StringComparison.Ordinal);
        using var answer = JsonDocument.Parse(await response.Content.ReadAsStringAsync(Cancellation));
        JsonElement error = Assert.Single(answer.RootElement.GetProperty("errors").EnumerateArray());
        Assert.Equal("BAD_REQUEST", error.GetProperty("code").GetString());
        Assert.Equal(finding.ToString(), WebUtility.HtmlDecode(error.GetProperty("message").GetString()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("{} {}")]
    [InlineData("""{"environment":"development","environment":"development"}""")]
    [InlineData("""{"environment":"development",}""")]
    [InlineData("// comment")]
    public async Task Malformed_JSON_is_refused(string body) => Assert.Contains("malformed", await RefusalAsync(Encoding.UTF8.GetBytes(body)), StringComparison.Ordinal);

    [Theory]
    [InlineData("1")]
    [InlineData("null")]
    [InlineData("[]")]
    public async Task A_body_that_is_no_object_is_refused(string body) => Assert.Contains("a JSON object", await RefusalAsync(Encoding.UTF8.GetBytes(body)), StringComparison.Ordinal);

    [Fact]
    public async Task A_body_that_is_not_UTF_8_is_refused() =>
        Assert.Contains("not valid UTF-8", await RefusalAsync(Encoding.Latin1.GetBytes(RawClient.Body("guide-example").Replace("John", "Jörg", StringComparison.Ordinal))), StringComparison.Ordinal);

    [Theory]
    [InlineData("John", "\\ud83d")]
    [InlineData("firstname", "\\udc00")]
    public async Task Text_cut_in_the_middle_of_a_character_is_refused(string text, string replacement) =>
        Assert.Contains(
            "surrogate",
            await RefusalAsync(Encoding.UTF8.GetBytes(RawClient.Body("guide-example").Replace(text, replacement, StringComparison.Ordinal))),
            StringComparison.Ordinal);

    [Theory]
    [InlineData("text/plain", false)]
    [InlineData("application/x-www-form-urlencoded", false)]
    [InlineData("application/json; charset=utf-16", false)]
    [InlineData("application/json; charset=\"UTF-8\"", true)]
    [InlineData("Application/JSON", true)]
    public async Task A_body_is_sent_as_JSON_in_UTF_8(string contentType, bool isAccepted)
    {
        await using EventApiSandbox sandbox = await EventApiSandbox.StartAsync(cancellationToken: Cancellation);
        using var client = new RawClient(sandbox);

        HttpResponseMessage response = await client.PostAsync(
            RawClient.Body("guide-example"),
            request => request.Content!.Headers.ContentType = System.Net.Http.Headers.MediaTypeHeaderValue.Parse(contentType));

        Assert.Equal(isAccepted ? HttpStatusCode.Accepted : HttpStatusCode.BadRequest, response.StatusCode);
    }

    public static TheoryData<string, Action<JsonObject>> Allowed => new()
    {
        { "only a hash", root => root["user_identities"] = new JsonObject { ["other"] = new string('a', 64) } },
        { "null amounts", root => (Conversion(root)["amount"], Conversion(root)["currency"], Conversion(root)["quantity"]) = (null, null, null) },
        { "only a customer id", root => root["user_identities"] = new JsonObject { ["customerid"] = "7" } },
        { "no user attributes", root => root.Remove("user_attributes") },
        { "exactly 100 user attributes", root => AddMany(User(root), 96) },
        { "a value of 4096 characters", root => Conversion(root)["note"] = new string('x', 4096) },
        { "a null attribute", root => Conversion(root)["note"] = null },
        { "a list of user attributes", root => User(root)["colours"] = new JsonArray("red") },
        { "several items without a SKU", root => (Conversion(root)["quantity"], _) = (2, Conversion(root).Remove("sku")) },
        { "no attributes at all", root => Data(root).Remove("custom_attributes") },
        { "a member that nobody knows", root => root["schema_version"] = 2 },
        { "the click id in both places", root =>
            {
                Identities(root)["other2"] = "click";
                root["integration_attributes"] = new JsonObject { ["1277"] = new JsonObject { ["passbackconversiontrackingid"] = "click" } };
            } },
    };

    [Theory]
    [MemberData(nameof(Allowed))]
    public async Task What_the_guide_allows_is_accepted(string what, Action<JsonObject> change)
    {
        await using EventApiSandbox sandbox = await EventApiSandbox.StartAsync(cancellationToken: Cancellation);
        using var client = new RawClient(sandbox);
        JsonObject root = JsonNode.Parse(RawClient.Body("guide-example"))!.AsObject();
        change(root);

        HttpResponseMessage response = await client.PostAsync(root.ToJsonString());

        Assert.True(response.StatusCode == HttpStatusCode.Accepted, $"{what}: {string.Join(", ", sandbox.Requests[0].Errors)}");
    }

    private static async Task<string> RefusalAsync(byte[] body)
    {
        await using EventApiSandbox sandbox = await EventApiSandbox.StartAsync(cancellationToken: Cancellation);
        using var client = new RawClient(sandbox);

        HttpResponseMessage response = await client.PostAsync(body);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        return Assert.Single(sandbox.Requests[0].Errors).ToString();
    }

    private static JsonObject Identities(JsonObject root) => root["user_identities"]!.AsObject();

    private static JsonObject User(JsonObject root) => root["user_attributes"]!.AsObject();

    private static JsonObject Event(JsonObject root) => root["events"]![0]!.AsObject();

    private static JsonObject Data(JsonObject root) => Event(root)["data"]!.AsObject();

    private static JsonObject Conversion(JsonObject root) => Data(root)["custom_attributes"]!.AsObject();

    private static void AddMany(JsonObject attributes, int count)
    {
        for (int i = 0; i < count; i++)
        {
            attributes[$"attribute{i}"] = i;
        }
    }
}
