using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace Rokt.EventApi.Sandbox.Tests;

/// <summary>Beyond this machine, the page and the control API are for those who have the token.</summary>
public sealed class ListenTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("0.0.0.0", "http://127.0.0.1:")]
    [InlineData("::", "http://[::1]:")]
    [InlineData("127.0.0.2", "http://127.0.0.2:")]
    public async Task It_listens_on_the_configured_address_and_says_how_to_reach_it_from_here(string address, string baseAddress)
    {
        await using EventApiSandbox sandbox = await EventApiSandbox.StartAsync(new EventApiSandboxOptions { ListenAddress = IPAddress.Parse(address) }, Cancellation);
        using var client = new RawClient(sandbox);

        Assert.StartsWith(baseAddress, sandbox.BaseAddress.AbsoluteUri, StringComparison.Ordinal);
        Assert.Equal(202, (int)(await client.PostAsync(RawClient.Body("complete"))).StatusCode);
        Assert.Equal(!IPAddress.IsLoopback(IPAddress.Parse(address)), sandbox.AccessToken is { Length: 32 });
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/page.js")]
    [InlineData("/sandbox/requests")]
    [InlineData("/sandbox/openapi.json")]
    public async Task Without_the_token_there_is_neither_page_nor_control_API(string path)
    {
        await using EventApiSandbox sandbox = await StartAsync();
        using var http = new HttpClient { BaseAddress = sandbox.BaseAddress };

        HttpResponseMessage without = await http.GetAsync(path, Cancellation);
        HttpResponseMessage wrong = await SendAsync(http, path, "0123456789abcdef0123456789abcdef");
        HttpResponseMessage right = await SendAsync(http, path, sandbox.AccessToken!);

        Assert.Equal((401, 401, 200), ((int)without.StatusCode, (int)wrong.StatusCode, (int)right.StatusCode));
        Assert.Contains("token that was printed", await without.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
        Assert.Empty(sandbox.Requests);
    }

    [Fact]
    public async Task A_fault_is_armed_with_the_token_only()
    {
        await using EventApiSandbox sandbox = await StartAsync();
        using var client = new RawClient(sandbox);
        using var http = new HttpClient { BaseAddress = sandbox.BaseAddress };

        using var content = new StringContent("""{"statusCode":503}""", Encoding.UTF8, "application/json");
        HttpResponseMessage response = await http.PostAsync("/sandbox/faults?token=" + sandbox.AccessToken, content, Cancellation);

        Assert.Equal(401, (int)response.StatusCode);
        Assert.Equal(202, (int)(await client.PostAsync(RawClient.Body("complete"))).StatusCode);
    }

    [Fact]
    public async Task The_token_in_the_pages_address_becomes_a_cookie()
    {
        await using EventApiSandbox sandbox = await StartAsync();
        var cookies = new CookieContainer();
        using var handler = new HttpClientHandler { CookieContainer = cookies };
        using var http = new HttpClient(handler) { BaseAddress = sandbox.BaseAddress };

        HttpResponseMessage page = await http.GetAsync($"/?token={sandbox.AccessToken}", Cancellation);
        HttpResponseMessage requests = await http.GetAsync("/sandbox/requests", Cancellation);

        Assert.Equal((200, "/", 200), ((int)page.StatusCode, page.RequestMessage!.RequestUri!.PathAndQuery, (int)requests.StatusCode));
        Cookie cookie = Assert.Single(cookies.GetAllCookies());
        Assert.True(cookie.HttpOnly);
    }

    [Fact]
    public async Task With_a_token_it_is_reached_under_any_name()
    {
        await using EventApiSandbox sandbox = await StartAsync();
        using var http = new HttpClient { BaseAddress = sandbox.BaseAddress, DefaultRequestHeaders = { Host = "rokt-sandbox:8080" } };

        Assert.Equal(200, (int)(await SendAsync(http, "/", sandbox.AccessToken!)).StatusCode);
    }

    [Fact]
    public async Task A_token_can_be_given_and_is_then_required_on_loopback_as_well()
    {
        const string Token = "sixteen-letters.";
        await using EventApiSandbox sandbox = await EventApiSandbox.StartAsync(new EventApiSandboxOptions { AccessToken = Token }, Cancellation);
        using var http = new HttpClient { BaseAddress = sandbox.BaseAddress };

        Assert.Equal(Token, sandbox.AccessToken);
        Assert.Equal(401, (int)(await http.GetAsync("/", Cancellation)).StatusCode);
        Assert.Equal(200, (int)(await SendAsync(http, "/", Token)).StatusCode);
        await Assert.ThrowsAsync<ArgumentException>(() => EventApiSandbox.StartAsync(new EventApiSandboxOptions { AccessToken = Token[..15] }, Cancellation));
        await Assert.ThrowsAsync<ArgumentException>(() => EventApiSandbox.StartAsync(new EventApiSandboxOptions { AccessToken = Token + ";" }, Cancellation));
    }

    [Fact]
    public async Task An_address_of_another_machine_is_refused_at_the_start()
    {
        IOException exception = await Assert.ThrowsAnyAsync<IOException>(() =>
            EventApiSandbox.StartAsync(new EventApiSandboxOptions { ListenAddress = IPAddress.Parse("203.0.113.5") }, Cancellation));

        Assert.Contains("203.0.113.5", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_the_development_certificate_it_listens_with_TLS()
    {
        EventApiSandbox sandbox;
        try
        {
            sandbox = await EventApiSandbox.StartAsync(new EventApiSandboxOptions { UseHttps = true }, Cancellation);
        }
        catch (InvalidOperationException exception)
        {
            Assert.Contains("dotnet dev-certs https", exception.Message, StringComparison.Ordinal);
            Assert.Skip("There is no development certificate on this machine: run dotnet dev-certs https.");
            return;
        }

        // The certificate is not trusted here, which is no matter of the sandbox.
        using var handler = new HttpClientHandler { ServerCertificateCustomValidationCallback = HttpClientHandler.DangerousAcceptAnyServerCertificateValidator };
        using var http = new HttpClient(handler);
        Assert.Equal("https", sandbox.BaseAddress.Scheme);
        Assert.Equal(200, (int)(await http.GetAsync(sandbox.BaseAddress, Cancellation)).StatusCode);
        await sandbox.DisposeAsync();
    }

    private static Task<EventApiSandbox> StartAsync() =>
        EventApiSandbox.StartAsync(new EventApiSandboxOptions { AccessToken = "a-token-of-some-length" }, Cancellation);

    private static Task<HttpResponseMessage> SendAsync(HttpClient http, string path, string token) =>
        http.SendAsync(new HttpRequestMessage(HttpMethod.Get, path) { Headers = { Authorization = new AuthenticationHeaderValue("Bearer", token) } }, Cancellation);
}
