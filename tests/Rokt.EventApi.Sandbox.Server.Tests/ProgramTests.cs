using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Rokt.EventApi.Sandbox.Server.Tests;

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
        Match curl = Regex.Match(sandbox.Output, "curl -i (?<url>[^ ]+) -H '(?<h1>[^']+)' -H '(?<h2>[^']+)' -d '(?<body>[^']+)'");
        Assert.True(curl.Success, sandbox.Output);
        using var http = new HttpClient();
        using var content = new StringContent(curl.Groups["body"].Value, Encoding.UTF8, "application/json");
        using var request = new HttpRequestMessage(HttpMethod.Post, curl.Groups["url"].Value) { Content = content };
        request.Headers.TryAddWithoutValidation("Authorization", curl.Groups["h1"].Value["Authorization: ".Length..]);
        Assert.Equal("Content-Type: application/json", curl.Groups["h2"].Value);

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

        Assert.Equal(1, exitCode);
        Assert.Contains("address already in use", error, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("--port", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--port", "70000", "Port is 0 to 65535.")]
    [InlineData("--port", "http", "--port")]
    [InlineData("--keep", "0", "1 or more")]
    [InlineData("--batches-per-second", "0", "above 0")]
    [InlineData("--key", "a:b", "no colon")]
    [InlineData("--colour", "red", "--colour")]
    public async Task It_refuses_options_that_make_no_sense(string option, string value, string message)
    {
        (int exitCode, _, string error) = await SandboxProcess.RunAsync(_timeout.Token, option, value);

        Assert.Equal(1, exitCode);
        Assert.Contains(message, error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_explains_its_options()
    {
        (int exitCode, string output, _) = await SandboxProcess.RunAsync(_timeout.Token, "--help");

        Assert.Equal(0, exitCode);
        Assert.All(["--port", "--key", "--secret", "--keep", "--batches-per-second", "--record"], option => Assert.Contains(option, output, StringComparison.Ordinal));
    }
}
