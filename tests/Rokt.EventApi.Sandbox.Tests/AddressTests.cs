using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Rokt.EventApi.Sandbox.Tests;

/// <summary>Every request to whatever address is kept, and a wrong one is told which was meant.</summary>
public sealed class AddressTests
{
    private static readonly string Body = RawClient.Body("complete");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("GET", "/v2/events", 405, "send POST /v2/events")]
    [InlineData("PUT", "/us1/v2/events", 405, "send POST /us1/v2/events")]
    [InlineData("HEAD", "/v2/bulkevents", 405, "send POST /v2/bulkevents")]
    [InlineData("POST", "/", 404, "send POST /v2/events")]
    [InlineData("POST", "/page.css", 404, "send POST /v2/events")]
    [InlineData("POST", "/v1/events", 404, "send POST /v2/events")]
    [InlineData("POST", "//v2/events", 404, "send POST /v2/events")]
    [InlineData("POST", "/v2//events", 404, "send POST /v2/events")]
    [InlineData("POST", "/a/b/v2/events", 404, "send POST /v2/events")]
    [InlineData("POST", "/v2/events.json", 404, "send POST /v2/events")]
    [InlineData("POST", "/v2/bulkevent", 404, "send POST /v2/bulkevents")]
    [InlineData("OPTIONS", "/v2/events", 405, "send POST /v2/events")]
    [InlineData("GET", "/nothing", 404, "send POST /v2/events")]
    public async Task A_wrong_address_is_kept_and_names_the_one_that_was_meant(string method, string path, int statusCode, string message)
    {
        await using EventApiSandbox sandbox = await EventApiSandbox.StartAsync(cancellationToken: Cancellation);
        using var http = new HttpClient();
        var address = new Uri($"{sandbox.BaseAddress.GetLeftPart(UriPartial.Authority)}{path}");

        HttpResponseMessage response = await http.SendAsync(new HttpRequestMessage(new HttpMethod(method), address), Cancellation);

        Assert.Equal(statusCode, (int)response.StatusCode);
        Assert.Equal(statusCode == 405 ? ["POST"] : [], response.Content.Headers.Allow);
        ReceivedRequest request = Assert.Single(sandbox.Requests);
        Assert.Equal((method, path, statusCode), (request.Method, request.Path, request.StatusCode));
        Assert.Contains(message, Assert.Single(request.Findings).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/v2/events/", null, "written /v2/events")]
    [InlineData("/V2/Events", null, "written /v2/events")]
    [InlineData("/us3/v2/events", "US3", "no such pod")]
    public async Task An_address_that_is_nearly_right_is_accepted_and_reported(string path, string? pod, string message)
    {
        await using EventApiSandbox sandbox = await EventApiSandbox.StartAsync(cancellationToken: Cancellation);
        using var client = new RawClient(sandbox);

        HttpResponseMessage response = await client.PostAsync(Body, request => request.RequestUri = new Uri(sandbox.BaseAddress, path));

        Assert.Equal(202, (int)response.StatusCode);
        Assert.Equal(pod, sandbox.Requests[0].Pod);
        SandboxFinding finding = Assert.Single(sandbox.Requests[0].Findings);
        Assert.Equal(SandboxGrade.AgainstTheGuide, finding.Grade);
        Assert.Contains(message, finding.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/v2/events")]
    [InlineData("/eu1/v2/events")]
    [InlineData("/AU1/v2/events")]
    public async Task With_and_without_a_pod_it_is_right(string path)
    {
        await using EventApiSandbox sandbox = await EventApiSandbox.StartAsync(cancellationToken: Cancellation);
        using var client = new RawClient(sandbox);

        await client.PostAsync(Body, request => request.RequestUri = new Uri(sandbox.BaseAddress, path));

        Assert.Equal((202, 0), (sandbox.Requests[0].StatusCode, sandbox.Requests[0].Findings.Count));
    }

    [Fact]
    public async Task The_pages_own_requests_are_not_kept()
    {
        await using EventApiSandbox sandbox = await EventApiSandbox.StartAsync(cancellationToken: Cancellation);
        using var http = new HttpClient { BaseAddress = sandbox.BaseAddress };

        foreach (string path in new[] { "/", "/page.css", "/page.js", "/favicon.ico", "/sandbox/requests", "/sandbox/nothing" })
        {
            await http.GetAsync(path, Cancellation);
        }

        Assert.Empty(sandbox.Requests);
    }

    [Fact]
    public async Task A_bulk_request_is_accepted_with_an_error_for_each_batch_that_is_refused()
    {
        await using EventApiSandbox sandbox = await EventApiSandbox.StartAsync(cancellationToken: Cancellation);
        using var client = new RawClient(sandbox);
        JsonObject refused = Batch.Complete();
        refused.Device()["ios_advertising_id"] = "not-a-guid";

        HttpResponseMessage response = await BulkAsync(sandbox, client, Batch.Complete(), refused);

        Assert.Equal(202, (int)response.StatusCode);
        JsonElement error = Assert.Single(JsonDocument.Parse(await response.Content.ReadAsStringAsync(Cancellation)).RootElement.GetProperty("errors").EnumerateArray());
        Assert.StartsWith("[1].device_info.ios_advertising_id:", error.GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Equal(2, sandbox.Requests[0].Findings.Count + sandbox.Requests[0].MatchScore!.Missing.Count);
    }

    [Fact]
    public async Task A_bulk_request_without_errors_has_an_empty_response()
    {
        await using EventApiSandbox sandbox = await EventApiSandbox.StartAsync(cancellationToken: Cancellation);
        using var client = new RawClient(sandbox);

        HttpResponseMessage response = await BulkAsync(sandbox, client, Batch.Complete(), Batch.Complete());

        Assert.Equal((202, 0), ((int)response.StatusCode, (await response.Content.ReadAsByteArrayAsync(Cancellation)).Length));
    }

    [Fact]
    public async Task A_bulk_request_of_which_every_batch_is_refused_is_refused()
    {
        await using EventApiSandbox sandbox = await EventApiSandbox.StartAsync(cancellationToken: Cancellation);
        using var client = new RawClient(sandbox);

        HttpResponseMessage response = await BulkAsync(sandbox, client, [], []);

        Assert.Equal(400, (int)response.StatusCode);
        Assert.Contains("[1].environment", await response.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_the_batches_that_were_accepted_make_duplicates()
    {
        await using EventApiSandbox sandbox = await EventApiSandbox.StartAsync(cancellationToken: Cancellation);
        using var client = new RawClient(sandbox);
        JsonObject refused = Batch.Complete();
        refused.Remove("environment");
        JsonObject accepted = Batch.Complete();
        accepted.Conversion()["confirmationref"] = "other";

        await BulkAsync(sandbox, client, refused, accepted);
        await client.PostAsync(Body);
        await client.PostAsync(Body.Replace("XYZ123", "other", StringComparison.Ordinal));

        Assert.Equal([null, null, 1], sandbox.Requests.Select(request => request.DuplicateOf));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    public async Task A_bulk_request_is_a_list_of_batches(string body)
    {
        await using EventApiSandbox sandbox = await EventApiSandbox.StartAsync(cancellationToken: Cancellation);
        using var client = new RawClient(sandbox);

        HttpResponseMessage response = await client.PostAsync(body, request => request.RequestUri = new Uri(sandbox.BaseAddress, "/v2/bulkevents"));

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains("list of at least one batch", sandbox.Requests[0].Findings[0].Message, StringComparison.Ordinal);
    }

    private static Task<HttpResponseMessage> BulkAsync(EventApiSandbox sandbox, RawClient client, params JsonObject[] batches) =>
        client.PostAsync(new JsonArray([.. batches]).ToJsonString(), request => request.RequestUri = new Uri(sandbox.BaseAddress, "/us1/v2/bulkevents"));
}
