using System.Net;
using System.Text;

namespace Rokt.EventApi.Sandbox.Tests;

/// <summary>Other sites, open in the same browser, get neither at what was received nor at the faults.</summary>
public sealed class GuardTests : IAsyncLifetime
{
    private readonly HttpClient _http = new();
    private EventApiSandbox _sandbox = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _sandbox = await EventApiSandbox.StartAsync(cancellationToken: Cancellation);
        _http.BaseAddress = _sandbox.BaseAddress;
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _sandbox.DisposeAsync();
    }

    [Theory]
    [InlineData("evil.example", 400)]
    [InlineData("127.0.0.1.evil.example", 400)]
    [InlineData("localhost", 200)]
    [InlineData("[::1]", 200)]
    public async Task A_name_that_was_pointed_at_this_machine_is_refused(string host, int statusCode)
    {
        foreach (string path in new[] { "/", "/sandbox/requests" })
        {
            Assert.Equal(statusCode, await StatusAsync(HttpMethod.Get, path, ("Host", host)));
        }
    }

    [Theory]
    [InlineData("Origin", "https://evil.example", 403)]
    [InlineData("Origin", "null", 403)]
    [InlineData("Origin", "own", 204)]
    [InlineData("Sec-Fetch-Site", "cross-site", 403)]
    [InlineData("Sec-Fetch-Site", "same-site", 403)]
    [InlineData("Sec-Fetch-Site", "same-origin", 204)]
    [InlineData("X-Program", "curl", 204)]
    public async Task A_change_is_made_by_the_page_itself_and_by_programs(string name, string value, int statusCode)
    {
        value = value == "own" ? _sandbox.BaseAddress.GetLeftPart(UriPartial.Authority) : value;

        Assert.Equal(statusCode, await StatusAsync(HttpMethod.Delete, "/sandbox/requests", (name, value)));
    }

    [Fact]
    public async Task Reading_is_too_but_a_link_may_open_the_page()
    {
        Assert.Equal(403, await StatusAsync(HttpMethod.Get, "/sandbox/requests", ("Sec-Fetch-Site", "cross-site"), ("Sec-Fetch-Mode", "no-cors")));
        Assert.Equal(200, await StatusAsync(HttpMethod.Get, "/", ("Sec-Fetch-Site", "cross-site"), ("Sec-Fetch-Mode", "navigate")));
        Assert.Equal(403, await StatusAsync(HttpMethod.Post, "/sandbox/faults", ("Sec-Fetch-Site", "cross-site"), ("Sec-Fetch-Mode", "navigate")));
    }

    [Fact]
    public async Task A_form_of_another_site_cannot_arm_a_fault()
    {
        using var content = new StringContent("""{"statusCode":503}""", Encoding.UTF8, "text/plain");

        HttpResponseMessage response = await _http.PostAsync("/sandbox/faults", content, Cancellation);

        Assert.Equal(HttpStatusCode.UnsupportedMediaType, response.StatusCode);
    }

    [Fact]
    public async Task The_page_may_load_its_own_files_only()
    {
        HttpResponseMessage response = await _http.GetAsync("/", Cancellation);

        string policy = Assert.Single(response.Headers.GetValues("Content-Security-Policy"));
        Assert.StartsWith("default-src 'none'; script-src 'self';", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        string page = await response.Content.ReadAsStringAsync(Cancellation);
        Assert.DoesNotContain("http", page, StringComparison.Ordinal);
        Assert.DoesNotMatch(@"\son\w+=|\sstyle=|<script>", page);
    }

    [Theory]
    [InlineData("Origin", "https://evil.example")]
    [InlineData("Origin", "null")]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    [InlineData("Sec-Fetch-Site", "same-site")]
    public async Task A_page_of_another_site_cannot_send_to_the_API_nor_use_faults_up(string name, string value)
    {
        using var client = new RawClient(_sandbox);
        _sandbox.Arm(SandboxFault.Status(503));

        HttpResponseMessage response = await client.PostAsync(RawClient.Body("complete"), request =>
        {
            request.Headers.TryAddWithoutValidation(name, value);
            request.Headers.TryAddWithoutValidation("Sec-Fetch-Mode", "no-cors");
        });

        Assert.Equal(403, (int)response.StatusCode);
        Assert.Empty(_sandbox.Requests);
        Assert.Equal(503, (int)(await client.PostAsync(RawClient.Body("complete"))).StatusCode);
    }

    [Fact]
    public async Task A_link_of_another_site_to_the_API_is_no_request_of_anybody()
    {
        Assert.Equal(403, await StatusAsync(HttpMethod.Get, "/v2/events", ("Sec-Fetch-Site", "cross-site"), ("Sec-Fetch-Mode", "navigate")));
        Assert.Empty(_sandbox.Requests);
    }

    [Fact]
    public async Task The_API_itself_responds_without_the_pages_headers()
    {
        using var client = new RawClient(_sandbox);

        HttpResponseMessage response = await client.PostAsync(RawClient.Body("guide-example"));

        Assert.Equal(202, (int)response.StatusCode);
        Assert.Equal(["Date"], response.Headers.Select(header => header.Key));
    }

    private async Task<int> StatusAsync(HttpMethod method, string path, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path);
        foreach ((string name, string value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return (int)(await _http.SendAsync(request, Cancellation)).StatusCode;
    }
}
