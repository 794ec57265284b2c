using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Rokt.EventApi.Sandbox.EndToEnd.Tests;

/// <summary>The program, started as a process of its own.</summary>
public sealed class ProgramTests : IDisposable
{
    private readonly CancellationTokenSource _timeout = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);

    public ProgramTests() => _timeout.CancelAfter(TimeSpan.FromMinutes(1));

    public void Dispose() => _timeout.Dispose();

    [Fact]
    public async Task It_prints_a_curl_line_that_is_accepted()
    {
        using SandboxProcess sandbox = await SandboxProcess.StartAsync(_timeout.Token);
        Match curl = Regex.Match(sandbox.Output, "curl -i (?<url>[^ ]+) -u '(?<user>[^']+)' -H '(?<header>[^']+)' -d '(?<body>[^']+)'");
        Assert.True(curl.Success, sandbox.Output);
        using var http = new HttpClient();
        using var content = new StringContent(curl.Groups["body"].Value, Encoding.UTF8, "application/json");
        using var request = new HttpRequestMessage(HttpMethod.Post, curl.Groups["url"].Value) { Content = content };
        request.Headers.Authorization = new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(curl.Groups["user"].Value)));
        Assert.Equal("Content-Type: application/json", curl.Groups["header"].Value);

        Assert.Equal(HttpStatusCode.Accepted, (await http.SendAsync(request, _timeout.Token)).StatusCode);
    }

    [Fact]
    public async Task It_prints_settings_with_which_the_SDK_reaches_it()
    {
        using SandboxProcess sandbox = await SandboxProcess.StartAsync(_timeout.Token, "--key", "my-key", "--secret", "my-secret");
        string json = sandbox.Output[sandbox.Output.IndexOf("  {", StringComparison.Ordinal)..];
        JsonElement rokt = JsonElement.Parse(json).GetProperty("Rokt");
        using var client = new EventApiClient(new EventApiOptions
        {
            ApiKey = rokt.GetProperty("ApiKey").GetString(),
            ApiSecret = rokt.GetProperty("ApiSecret").GetString(),
            Environment = Enum.Parse<EventEnvironment>(rokt.GetProperty("Environment").GetString()!),
            BaseAddress = new Uri(rokt.GetProperty("BaseAddress").GetString()!),
        });

        SendResult result = await client.SendAsync(
            ConversionEvent.CreateBuilder().WithEmail("john.doe@example.com").WithConfirmationRef("1").Build(), _timeout.Token);

        Assert.Equal(("my-key", "my-secret", SendStatus.Accepted), (rokt.GetProperty("ApiKey").GetString(), rokt.GetProperty("ApiSecret").GetString(), result.Status));
    }

    [Fact]
    public async Task It_ends_when_it_is_asked_to()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There is no SIGTERM on Windows.");
        using SandboxProcess sandbox = await SandboxProcess.StartAsync(_timeout.Token);

        Assert.Equal(0, await sandbox.EndAsync(_timeout.Token));
    }

    [Fact]
    public async Task It_says_when_its_port_is_taken()
    {
        using SandboxProcess first = await SandboxProcess.StartAsync(_timeout.Token);

        (int exitCode, _, string error) = await SandboxProcess.RunAsync(_timeout.Token, "--port", $"{first.Address.Port}");

        Assert.Equal(2, exitCode);
        Assert.Contains("address already in use", error, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("--port", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--port", "70000", "--port is a number from 0 to 65535.")]
    [InlineData("--port", "http", "--port")]
    [InlineData("--keep", "0", "1 or more")]
    [InlineData("--batches-per-second", "0", "above 0")]
    [InlineData("--key", "a:b", "must not have a colon")]
    [InlineData("--listen", "everywhere", "--listen must be an IP address")]
    [InlineData("--listen", "203.0.113.5", "203.0.113.5")]
    [InlineData("--token", "short", "16 characters")]
    [InlineData("--color", "red", "--color")]
    public async Task It_refuses_options_that_make_no_sense(string option, string value, string message)
    {
        (int exitCode, _, string error) = await SandboxProcess.RunAsync(_timeout.Token, option, value);

        Assert.Equal(2, exitCode);
        Assert.Contains(message, error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Beyond_loopback_it_prints_a_token_that_opens_page_and_control_API_and_a_warning()
    {
        using SandboxProcess sandbox = await SandboxProcess.StartAsync(_timeout.Token, "--listen", "0.0.0.0");
        Match token = Regex.Match(sandbox.Output, @"\(Authorization: Bearer (?<token>[0-9a-f]{32})\)");
        using var http = new HttpClient();

        Assert.True(token.Success, sandbox.Output);
        Assert.Equal($"?token={token.Groups["token"].Value}", sandbox.Address.Query);
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync(sandbox.Address, _timeout.Token)).StatusCode);
        using var stranger = new HttpClient(new HttpClientHandler { UseCookies = false });
        Assert.Equal(HttpStatusCode.Unauthorized, (await stranger.GetAsync(new Uri(sandbox.Address, "/sandbox/requests"), _timeout.Token)).StatusCode);
        Assert.Contains("Warning: it listens beyond this machine", await sandbox.ErrorLineAsync(_timeout.Token), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_development_certificate_HTTPS_says_how_to_create_one()
    {
        DirectoryInfo home = Directory.CreateTempSubdirectory("sandbox-home-");
        var environment = new Dictionary<string, string> { ["HOME"] = home.FullName, ["DOTNET_CLI_HOME"] = home.FullName };

        (int exitCode, _, string error) = await SandboxProcess.RunAsync(environment, ["--port", "0", "--https"], _timeout.Token);

        home.Delete(recursive: true);
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The certificates of Windows are not in the home folder.");
        Assert.Equal(2, exitCode);
        Assert.Contains("dotnet dev-certs https", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_strict_sandbox_refuses_what_is_against_the_guide()
    {
        using SandboxProcess sandbox = await SandboxProcess.StartAsync(_timeout.Token, "--strict");
        using var http = new HttpClient();
        using var content = new StringContent("""{"environment":"development","user_identities":{"email":"a@b.example"}}""", Encoding.UTF8, "application/json");
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(sandbox.Address, "/v2/events")) { Content = content };
        request.Headers.Authorization = new("Basic", Convert.ToBase64String("sandbox-key:sandbox-secret"u8));

        HttpResponseMessage response = await http.SendAsync(request, _timeout.Token);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains("at least one event", await response.Content.ReadAsStringAsync(_timeout.Token), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Development_as_the_environments_name_changes_nothing()
    {
        using SandboxProcess sandbox = await SandboxProcess.StartAsync(
            new Dictionary<string, string> { ["ASPNETCORE_ENVIRONMENT"] = "Development", ["DOTNET_ENVIRONMENT"] = "Development" }, [], _timeout.Token);
        using var http = new HttpClient { BaseAddress = sandbox.Address };

        HttpResponseMessage page = await http.GetAsync("/", _timeout.Token);
        HttpResponseMessage failure = await http.GetAsync("/sandbox/requests?after=x", _timeout.Token);

        Assert.True(page.Headers.Contains("Content-Security-Policy"));
        Assert.True(failure.Headers.Contains("Content-Security-Policy"));
        Assert.Equal(HttpStatusCode.BadRequest, failure.StatusCode);
        Assert.DoesNotContain("at Rokt", await failure.Content.ReadAsStringAsync(_timeout.Token), StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", await failure.Content.ReadAsStringAsync(_timeout.Token), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_disk_that_is_full_is_reported_at_the_end()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "There is no /dev/full on this machine.");
        using SandboxProcess sandbox = await SandboxProcess.StartAsync(_timeout.Token, "--record", "/dev/full");
        using var http = new HttpClient();
        await http.PostAsync(new Uri(sandbox.Address, "/v2/events"), new StringContent("{}"), _timeout.Token);

        Assert.Equal(3, await sandbox.EndAsync(_timeout.Token));
        Assert.Contains("missing from the file", await sandbox.ErrorLineAsync(_timeout.Token), StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_explains_its_options()
    {
        (int exitCode, string output, _) = await SandboxProcess.RunAsync(_timeout.Token, "--help");

        Assert.Equal(0, exitCode);
        Assert.All(["--port", "--listen", "--token", "--https", "--strict", "--key", "--secret", "--keep", "--batches-per-second", "--record"], option => Assert.Contains(option, output, StringComparison.Ordinal));
    }
}
