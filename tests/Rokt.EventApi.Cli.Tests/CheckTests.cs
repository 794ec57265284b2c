using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using Rokt.EventApi.Cli.Checks;
using Rokt.EventApi.Sandbox;

namespace Rokt.EventApi.Cli.Tests;

/// <summary>What is wrong on the way to the API, and what rokt check says.</summary>
public sealed class CheckTests : IDisposable
{
    private readonly Tool _tool = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _tool.Dispose();

    [Fact]
    public async Task All_is_well_at_a_sandbox()
    {
        await using EventApiSandbox sandbox = await EventApiSandbox.StartAsync(cancellationToken: Cancellation);
        Use(sandbox.BaseAddress);

        ToolResult result = await _tool.RunAsync("check");

        Assert.Equal(0, result.ExitCode);
        Assert.Contains("a test conversion was accepted (202)", result.Output, StringComparison.Ordinal);
        Assert.Contains($"connected to 127.0.0.1:{sandbox.BaseAddress.Port}", result.Output, StringComparison.Ordinal);
        Assert.Contains("Conversions can be sent.", result.Output, StringComparison.Ordinal);
        Assert.Equal(["development"], Received.Accepted(sandbox).Select(batch => batch.GetProperty("environment").GetString()));
    }

    [Fact]
    public async Task Wrong_credentials_or_another_pods_key_are_reported()
    {
        await using EventApiSandbox sandbox = await EventApiSandbox.StartAsync(cancellationToken: Cancellation);
        Use(sandbox.BaseAddress);
        _tool.Environment["Rokt__ApiSecret"] = "another-pods";

        ToolResult result = await _tool.RunAsync("check");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("Credentials: 403: key, secret and pod do not fit together. Compare all three", result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("another-pods", result.Output + result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("HTTP/1.1 401 Unauthorized", 1, "Credentials", "the Authorization header did not arrive")]
    [InlineData("HTTP/1.1 503 Service Unavailable", 3, "Credentials", "the API is unavailable (503")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Type: text/html", 3, "HTTP", "a page of HTML")]
    [InlineData("HTTP/1.1 302 Found\r\nLocation: /login", 3, "HTTP", "a redirect")]
    [InlineData("HTTP/1.1 401 Unauthorized\r\nDate: Mon, 05 Jan 2026 10:00:00 GMT", 3, "Clock", "ahead of the server")]
    [InlineData("nonsense", 3, "HTTP", "the connection is lost")]
    [InlineData(null, 3, "TLS", "no response within 10 seconds")]
    public async Task A_server_that_is_wrong_is_named_by_the_first_step_that_meets_it(string? response, int exitCode, string step, string detail)
    {
        using var server = new BrokenServer(response);
        Use(server.Address);

        (ToolResult result, JsonElement report) = await _tool.RunJsonAsync("check");

        JsonElement wrong = report.GetProperty("checks").EnumerateArray().Single(check => check.GetProperty("verdict").GetString() == "Bad");
        Assert.Equal((exitCode, step), (result.ExitCode, wrong.GetProperty("name").GetString()));
        Assert.Contains(detail, wrong.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.NotEmpty(wrong.GetProperty("fix").GetString()!);
    }

    [Fact]
    public async Task A_connection_that_is_lost_has_no_status()
    {
        using var server = new BrokenServer("HTTP/1.1 401 Unauthorized", times: 1);
        Use(server.Address);

        ToolResult result = await _tool.RunAsync("check");

        Assert.Equal(3, result.ExitCode);
        Assert.Matches(@"Credentials: the API is unavailable \(connection_[a-z]+\)\. ", result.Output);
    }

    [Fact]
    public async Task After_403_the_pod_that_accepts_the_key_is_named()
    {
        var asked = new List<Pod>();
        IEnumerable<(Pod, IEventApiClient)> Others(params Pod[] pods)
        {
            foreach (Pod pod in pods)
            {
                asked.Add(pod);
                yield return (pod, new FixedClient(pod == Pod.EU1 ? SendResult.Accepted() : pod == Pod.US2 ? SendResult.Unavailable() : SendResult.Rejected(HttpStatusCode.Forbidden)));
            }
        }

        CheckResult found = await CredentialsCheck.RunAsync(new FixedClient(SendResult.Rejected(HttpStatusCode.Forbidden)), Others(Pod.US2, Pod.EU1, Pod.AU1), TimeProvider.System, Cancellation);
        CheckResult notFound = await CredentialsCheck.RunAsync(new FixedClient(SendResult.Rejected(HttpStatusCode.Forbidden)), Others(Pod.AU1), TimeProvider.System, Cancellation);
        CheckResult accepted = await CredentialsCheck.RunAsync(new FixedClient(SendResult.Accepted()), Others(Pod.EU1), TimeProvider.System, Cancellation);

        Assert.Equal(("403: key and secret are those of pod EU1", "Set Pod to EU1 (Rokt__Pod in the environment)."), (found.Detail, found.Fix));
        Assert.Equal("403: key, secret and pod do not fit together", notFound.Detail);
        Assert.Equal(Verdict.Good, accepted.Verdict);
        Assert.Equal([Pod.US2, Pod.EU1, Pod.AU1], asked);
    }

    [Fact]
    public async Task A_pod_that_does_not_respond_within_2_seconds_is_not_the_one()
    {
        var clock = new FakeTimeProvider();
        Task<CheckResult> check = CredentialsCheck.RunAsync(
            new FixedClient(SendResult.Rejected(HttpStatusCode.Forbidden)),
            [(Pod.US2, new SilentClient()), (Pod.EU1, new FixedClient(SendResult.Accepted()))],
            clock,
            Cancellation);

        clock.Advance(TimeSpan.FromMilliseconds(1999));
        Assert.False(check.IsCompleted);
        clock.Advance(TimeSpan.FromMilliseconds(1));

        Assert.Equal("403: key and secret are those of pod EU1", (await check.WaitAsync(TimeSpan.FromSeconds(1), Cancellation)).Detail);
    }

    [Fact]
    public async Task A_slow_server_is_well_and_its_time_is_shown()
    {
        await using EventApiSandbox sandbox = await EventApiSandbox.StartAsync(cancellationToken: Cancellation);
        sandbox.Arm(SandboxFault.Delay(TimeSpan.FromSeconds(1), times: 2));
        Use(sandbox.BaseAddress);

        (ToolResult result, JsonElement report) = await _tool.RunJsonAsync("check");

        Assert.Equal(0, result.ExitCode);
        Assert.InRange(report.GetProperty("checks").EnumerateArray().Max(check => check.GetProperty("milliseconds").GetDouble()), 900, 10_000);
    }

    [Fact]
    public async Task A_certificate_that_nobody_trusts_is_interception()
    {
        using var server = new BrokenServer("HTTP/1.1 401 Unauthorized", isTls: true);
        Use(server.Address);

        ToolResult result = await _tool.RunAsync("check");

        Assert.Equal(3, result.ExitCode);
        Assert.Contains("the certificate is not trusted (self-signed, ", result.Output, StringComparison.Ordinal);
        Assert.Contains("from CN=proxy.example", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_that_does_not_exist_and_a_port_that_is_closed_are_reported()
    {
        // No patience with a resolver that does not respond.
        _tool.Environment["RES_OPTIONS"] = "timeout:1 attempts:1";
        Use(new Uri("https://no-such-host.invalid/"));
        ToolResult name = await _tool.RunAsync("check");

        // Bound, so that nobody else listens there.
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        Use(new Uri($"http://{socket.LocalEndPoint}/"));
        ToolResult port = await _tool.RunAsync("check");

        Assert.Equal((3, 3), (name.ExitCode, port.ExitCode));
        Assert.Contains("DNS: no-such-host.invalid cannot be resolved.", name.Output, StringComparison.Ordinal);
        Assert.Contains("(ConnectionRefused). Nothing listens there", port.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_proxy_in_the_way_is_named()
    {
        using var proxy = new BrokenServer("HTTP/1.1 407 Proxy Authentication Required");
        Use(new Uri("https://no-such-host.invalid/"));
        _tool.Environment["https_proxy"] = proxy.Address.AbsoluteUri;

        ToolResult result = await _tool.RunAsync("check");

        Assert.Equal(3, result.ExitCode);
        Assert.Contains($"requests go through 127.0.0.1:{proxy.Address.Port}", result.Output, StringComparison.Ordinal);
        Assert.Contains("the proxy refuses the connection", result.Output, StringComparison.Ordinal);
    }

    private void Use(Uri address)
    {
        _tool.Environment["Rokt__ApiKey"] = "sandbox-key";
        _tool.Environment["Rokt__ApiSecret"] = "sandbox-secret";
        _tool.Environment["Rokt__BaseAddress"] = address.AbsoluteUri;
    }
}
