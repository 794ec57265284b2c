using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace Rokt.EventApi.Sandbox.Tests;

/// <summary>The control API, over HTTP, as the page and a test in any language use it.</summary>
public sealed class ControlApiTests : IAsyncLifetime
{
    private static readonly string Body = RawClient.Body("guide-example");

    private readonly HttpClient _http = new();
    private EventApiSandbox _sandbox = null!;
    private RawClient _client = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _sandbox = await EventApiSandbox.StartAsync(cancellationToken: Cancellation);
        _client = new RawClient(_sandbox);
        _http.BaseAddress = _sandbox.BaseAddress;
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        _http.Dispose();
        await _sandbox.DisposeAsync();
    }

    [Fact]
    public async Task It_says_how_to_reach_the_API()
    {
        JsonElement access = await GetAsync("/sandbox/access");

        Assert.Equal(
            (_sandbox.BaseAddress.AbsoluteUri, $"{_sandbox.BaseAddress}v2/events", _sandbox.ApiKey, _sandbox.ApiSecret),
            (access.GetProperty("baseAddress").GetString(), access.GetProperty("endpoint").GetString(), access.GetProperty("apiKey").GetString(), access.GetProperty("apiSecret").GetString()));
    }

    [Fact]
    public async Task It_lists_the_requests_above_a_number_and_clears_them()
    {
        for (int i = 0; i < 3; i++)
        {
            await _client.PostAsync(Body);
        }

        JsonElement rows = await GetAsync("/sandbox/requests?after=1");
        Assert.Equal([2, 3], rows.EnumerateArray().Select(row => row.GetProperty("number").GetInt32()));
        JsonElement row = rows[0];
        Assert.Equal("100.00", row.GetProperty("amount").GetString());
        Assert.Equal("XYZ123", row.GetProperty("confirmationRef").GetString());
        Assert.DoesNotContain("john", rows.GetRawText(), StringComparison.OrdinalIgnoreCase);

        await _http.DeleteAsync("/sandbox/requests", Cancellation);
        Assert.Equal(0, (await GetAsync("/sandbox/requests")).GetArrayLength());
        Assert.Empty(_sandbox.Requests);
    }

    [Fact]
    public async Task A_request_in_full_masks_personal_data_unless_it_is_asked_for_and_credentials_always()
    {
        string[] personal = ["john.doe@example.com", "SHA256-hash-of-email", "John", "Doe", "123-456-7890", "172.3.51.182", "jane@example.com"];
        await _client.PostAsync(Body.Replace("ABC789", "jane@example.com", StringComparison.Ordinal));

        string masked = (await GetAsync("/sandbox/requests/1")).GetRawText();
        string revealed = (await GetAsync("/sandbox/requests/1?reveal=true")).GetRawText();

        Assert.All(personal, text => Assert.DoesNotContain(text, masked, StringComparison.Ordinal));
        Assert.All(personal, text => Assert.Contains(text, revealed, StringComparison.Ordinal));
        Assert.All([masked, revealed], text => Assert.DoesNotContain("c2FuZGJv", text, StringComparison.Ordinal));
        Assert.All([masked, revealed], text => Assert.Contains("100.00", text, StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.NotFound, (await _http.GetAsync("/sandbox/requests/2", Cancellation)).StatusCode);
    }

    [Fact]
    public async Task A_body_that_is_not_JSON_is_shown_only_with_personal_data()
    {
        await _client.PostAsync("john.doe@example.com");

        Assert.DoesNotContain("john", (await GetAsync("/sandbox/requests/1")).GetRawText(), StringComparison.Ordinal);
        Assert.Equal("john.doe@example.com", (await GetAsync("/sandbox/requests/1?reveal=true")).GetProperty("body").GetString());
    }

    [Theory]
    [InlineData("""{"statusCode":503}""", "503", 503)]
    [InlineData("""{"statusCode":429,"retryAfterSeconds":7,"times":3}""", "429 with Retry-After 7", 429)]
    [InlineData("""{"delaySeconds":0.001}""", "delay of 0.001 s", 202)]
    [InlineData("""{"drop":"beforeBody"}""", "connection dropped before the body was read", 0)]
    [InlineData("""{"drop":"afterBody","percent":100}""", "connection dropped after the body was read", 0)]
    public async Task It_arms_faults(string order, string what, int statusCode)
    {
        Assert.Equal(HttpStatusCode.NoContent, (await PostAsync("/sandbox/faults", order)).StatusCode);

        JsonElement fault = Assert.Single((await GetAsync("/sandbox/faults")).EnumerateArray());
        Assert.Equal(what, fault.GetProperty("what").GetString());
        int responded = 0;
        try
        {
            responded = (int)(await _client.PostAsync(Body)).StatusCode;
        }
        catch (HttpRequestException)
        {
            // Dropped.
        }

        Assert.Equal(statusCode, responded);
        await _http.DeleteAsync("/sandbox/faults", Cancellation);
        Assert.Equal(0, (await GetAsync("/sandbox/faults")).GetArrayLength());
    }

    [Theory]
    [InlineData("{}", "one of statusCode, delaySeconds and drop")]
    [InlineData("""{"statusCode":503,"drop":"afterBody"}""", "one of statusCode, delaySeconds and drop")]
    [InlineData("""{"statusCode":199}""", "200 to 599")]
    [InlineData("""{"statusCode":600}""", "200 to 599")]
    [InlineData("""{"statusCode":429,"retryAfterSeconds":-1}""", "0 or more")]
    [InlineData("""{"delaySeconds":1,"retryAfterSeconds":1}""", "goes with statusCode")]
    [InlineData("""{"delaySeconds":0}""", "above 0")]
    [InlineData("""{"delaySeconds":86401}""", "at most 86400")]
    [InlineData("""{"drop":"now"}""", "beforeBody or afterBody")]
    [InlineData("""{"statusCode":503,"times":0}""", "1 to 1000000")]
    [InlineData("""{"statusCode":503,"times":2,"percent":5}""", "not both")]
    [InlineData("""{"statusCode":503,"percent":0}""", "at most 100")]
    [InlineData("""{"statusCode":503,"percent":101}""", "at most 100")]
    public async Task It_says_what_is_wrong_with_an_order(string order, string problem)
    {
        HttpResponseMessage response = await PostAsync("/sandbox/faults", order);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains(problem, await DetailAsync(response), StringComparison.Ordinal);
        Assert.Equal(0, (await GetAsync("/sandbox/faults")).GetArrayLength());
    }

    [Fact]
    public async Task It_sets_the_throttle()
    {
        await _http.PutAsJsonAsync("/sandbox/throttle", new { batchesPerSecond = 0.01, retryAfterSeconds = 100 }, Cancellation);

        Assert.Equal(0.01, (await GetAsync("/sandbox/throttle")).GetProperty("batchesPerSecond").GetDouble());
        Assert.Equal(202, (int)(await _client.PostAsync(Body)).StatusCode);
        HttpResponseMessage throttled = await _client.PostAsync(Body);
        Assert.Equal((429, TimeSpan.FromSeconds(100)), ((int)throttled.StatusCode, throttled.Headers.RetryAfter!.Delta));
        HttpResponseMessage refused = await _http.PutAsJsonAsync("/sandbox/throttle", new { batchesPerSecond = 0 }, Cancellation);
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
    }

    [Fact]
    public async Task Its_OpenAPI_description_names_every_operation_and_each_is_there()
    {
        JsonElement paths = (await GetAsync("/sandbox/openapi.json")).GetProperty("paths");
        await _client.PostAsync(Body);

        (string Method, string Path)[] operations = [.. paths.EnumerateObject().OrderBy(path => path.Name, StringComparer.Ordinal)
            .SelectMany(path => path.Value.EnumerateObject().Select(operation => (operation.Name.ToUpperInvariant(), path.Name)))];
        Assert.Equal(
            [
                "GET /sandbox/access", "GET /sandbox/faults", "POST /sandbox/faults", "DELETE /sandbox/faults", "GET /sandbox/live", "GET /sandbox/openapi.json",
                "GET /sandbox/requests", "DELETE /sandbox/requests", "GET /sandbox/requests/{number}", "GET /sandbox/throttle", "PUT /sandbox/throttle",
            ],
            operations.Select(operation => $"{operation.Method} {operation.Path}"));
        foreach ((string method, string path) in operations)
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), path.Replace("{number}", "1", StringComparison.Ordinal));
            using HttpResponseMessage response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancellation);
            Assert.False(response.StatusCode is HttpStatusCode.MethodNotAllowed, $"{method} {path}");
        }

        Assert.All(
            paths.EnumerateObject().SelectMany(path => path.Value.EnumerateObject()),
            operation => Assert.NotEmpty(operation.Value.GetProperty("summary").GetString()!));
    }

    [Fact]
    public async Task Its_OpenAPI_description_has_the_members_that_are_sent()
    {
        JsonElement schemas = (await GetAsync("/sandbox/openapi.json")).GetProperty("components").GetProperty("schemas");
        await _client.PostAsync("{}");
        await PostAsync("/sandbox/faults", """{"statusCode":503}""");
        JsonElement details = await GetAsync("/sandbox/requests/1");
        string problem = await DetailAsync(await PostAsync("/sandbox/faults", "{\"count\":1}"));

        Assert.Equal(Schema("RequestDetails"), Names(details));
        Assert.Equal(Names(schemas.GetProperty("RequestDetails").GetProperty("properties").GetProperty("match").GetProperty("properties")), Names(details.GetProperty("match")));
        Assert.Equal(Schema("RequestRow"), Names(details.GetProperty("row")));
        Assert.Equal(Schema("Finding"), Names(details.GetProperty("refused")[0]));
        Assert.Equal(Schema("Access"), Names(await GetAsync("/sandbox/access")));
        Assert.Equal(Schema("FaultRow"), Names((await GetAsync("/sandbox/faults"))[0]));
        Assert.Equal(Schema("ThrottleSettings"), Names(await GetAsync("/sandbox/throttle")));
        Assert.EndsWith($"with {string.Join(", ", Schema("FaultOrder"))}.", problem, StringComparison.Ordinal);

        IEnumerable<string> Schema(string name) => Names(schemas.GetProperty(name).GetProperty("properties"));
        IEnumerable<string> Names(JsonElement element) => element.EnumerateObject().Select(member => member.Name);
    }

    [Theory]
    [InlineData("POST", "/sandbox/faults", """{"statusCode":503,"count":2}""", "$.count")]
    [InlineData("POST", "/sandbox/faults", """{"statusCode":"503"}""", "$.statusCode")]
    [InlineData("POST", "/sandbox/faults", """{"statusCode":503""", "$")]
    [InlineData("POST", "/sandbox/faults", "null", "null")]
    [InlineData("PUT", "/sandbox/throttle", """{"perSecond":2}""", "$.perSecond")]
    [InlineData("PUT", "/sandbox/throttle", """{"batchesPerSecond":1e9}""", "at most 1000000")]
    [InlineData("PUT", "/sandbox/throttle", """{"retryAfterSeconds":-1}""", "Retry-After must be 0")]
    public async Task What_it_does_not_understand_it_refuses_and_changes_nothing(string method, string path, string body, string problem)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path) { Content = new StringContent(body, Encoding.UTF8, "application/json") };

        HttpResponseMessage response = await _http.SendAsync(request, Cancellation);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains(problem, await DetailAsync(response), StringComparison.Ordinal);
        Assert.Equal(0, (await GetAsync("/sandbox/faults")).GetArrayLength());
        Assert.Equal(JsonValueKind.Null, (await GetAsync("/sandbox/throttle")).GetProperty("batchesPerSecond").ValueKind);
    }

    [Fact]
    public async Task What_is_too_long_it_does_not_read()
    {
        HttpResponseMessage response = await PostAsync("/sandbox/faults", """{"statusCode":503}""".PadRight((64 * 1024) + 1));

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
    }

    [Fact]
    public async Task A_request_in_full_has_its_findings_by_grade_with_their_rule_and_its_match_score()
    {
        string body = RawClient.Body("complete").Replace("100.00", "\"100.00\"", StringComparison.Ordinal).Replace("event_type", "eventType", StringComparison.Ordinal);
        await _client.PostAsync(body);

        JsonElement details = await GetAsync("/sandbox/requests/1");
        JsonElement row = (await GetAsync("/sandbox/requests"))[0];

        Assert.Equal("events[0].event_type", Assert.Single(details.GetProperty("refused").EnumerateArray()).GetProperty("path").GetString());
        JsonElement against = Assert.Single(details.GetProperty("againstTheGuide").EnumerateArray());
        Assert.Equal("must be a JSON number, not a string.", against.GetProperty("message").GetString());
        Assert.StartsWith("The guide:", against.GetProperty("rule").GetString(), StringComparison.Ordinal);
        Assert.Equal("events[0].eventType", Assert.Single(details.GetProperty("advice").EnumerateArray()).GetProperty("path").GetString());
        Assert.Equal((12, 12), (details.GetProperty("match").GetProperty("value").GetInt32(), details.GetProperty("match").GetProperty("present").GetArrayLength()));
        Assert.Equal((1, 1, 1, 12), (row.GetProperty("refused").GetInt32(), row.GetProperty("againstTheGuide").GetInt32(), row.GetProperty("advice").GetInt32(), row.GetProperty("matchScore").GetInt32()));
    }

    [Fact]
    public async Task Personal_data_under_a_name_that_is_nearly_right_is_masked_as_well()
    {
        await _client.PostAsync("""{"userIdentities":{"x":"secret-1"},"events":[{"data":{"firstName":"secret-2","custom_attributes":{"phone":"secret-3","Email":"secret-4"}}}]}""");

        Assert.DoesNotContain("secret-", (await GetAsync("/sandbox/requests/1")).GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_streams_new_requests_and_continues_after_the_last_one_that_was_seen()
    {
        await _client.PostAsync(Body);
        await _client.PostAsync(Body);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/sandbox/live") { Headers = { { "Last-Event-ID", "1" } } };
        using HttpResponseMessage response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancellation);
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType!.MediaType);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(Cancellation));

        JsonElement first = await NextAsync(reader);
        await _client.PostAsync(Body);
        JsonElement next = await NextAsync(reader);
        while (next.GetProperty("rows").GetArrayLength() == 0)
        {
            next = await NextAsync(reader);
        }

        Assert.Equal([2], first.GetProperty("rows").EnumerateArray().Select(row => row.GetProperty("number").GetInt32()));
        Assert.Equal([3], next.GetProperty("rows").EnumerateArray().Select(row => row.GetProperty("number").GetInt32()));
        Assert.Equal(3, next.GetProperty("total").GetProperty("accepted").GetInt32());
        Assert.Equal(60, next.GetProperty("seconds").GetArrayLength());
    }

    [Fact]
    public async Task The_counters_continue_when_requests_are_cleared()
    {
        await _client.PostAsync(Body);
        _sandbox.Arm(SandboxFault.Status(429));
        _sandbox.Arm(SandboxFault.Status(400));
        _sandbox.Arm(SandboxFault.Status(503));
        for (int i = 0; i < 3; i++)
        {
            await _client.PostAsync(Body);
        }

        _sandbox.Clear();

        using HttpResponseMessage response = await _http.GetAsync("/sandbox/live", HttpCompletionOption.ResponseHeadersRead, Cancellation);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(Cancellation));
        JsonElement total = (await NextAsync(reader)).GetProperty("total");
        Assert.All(["accepted", "refused", "throttled", "failed"], name => Assert.Equal(1, total.GetProperty(name).GetInt32()));
    }

    private static async Task<JsonElement> NextAsync(StreamReader reader)
    {
        while (await reader.ReadLineAsync(Cancellation) is { } line)
        {
            if (line.StartsWith("data: ", StringComparison.Ordinal))
            {
                return JsonSerializer.Deserialize<JsonElement>(line[6..]);
            }
        }

        throw new InvalidOperationException("The stream ended.");
    }

    private static async Task<string> DetailAsync(HttpResponseMessage response) =>
        (await response.Content.ReadFromJsonAsync<JsonElement>(Cancellation)).GetProperty("detail").GetString()!;

    private Task<JsonElement> GetAsync(string path) => _http.GetFromJsonAsync<JsonElement>(path, Cancellation);

    private Task<HttpResponseMessage> PostAsync(string path, string json) =>
        _http.PostAsync(path, new StringContent(json, Encoding.UTF8, "application/json"), Cancellation);
}
