using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using Microsoft.Extensions.Time.Testing;

namespace Rokt.EventApi.Sandbox.Tests;

/// <summary>The responses besides that to the body: credentials, size, rate, faults.</summary>
public sealed class ResponseTests
{
    private static readonly string Body = RawClient.Body("guide-example");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Without_an_Authorization_header_the_response_is_an_empty_401_that_asks_for_basic_authentication()
    {
        await using EventApiSandbox sandbox = await EventApiSandbox.StartAsync(cancellationToken: Cancellation);
        using var client = new RawClient(sandbox);

        HttpResponseMessage response = await client.PostAsync(Body, request => request.Headers.Authorization = null);

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Equal("Basic realm=\"Rokt Event API\"", response.Headers.WwwAuthenticate.ToString());
        Assert.Empty(await response.Content.ReadAsByteArrayAsync(Cancellation));
    }

    [Theory]
    [InlineData("Basic", "c2FuZGJveC1rZXk6d3Jvbmc=")]
    [InlineData("Basic", "???")]
    [InlineData("Bearer", "c2FuZGJveC1rZXk6c2FuZGJveC1zZWNyZXQ=")]
    [InlineData("key-secret", null)]
    public async Task With_a_wrong_one_it_is_an_empty_403(string scheme, string? parameter)
    {
        await using EventApiSandbox sandbox = await EventApiSandbox.StartAsync(cancellationToken: Cancellation);
        using var client = new RawClient(sandbox);

        HttpResponseMessage response = await client.PostAsync(Body, request => request.Headers.Authorization = new AuthenticationHeaderValue(scheme, parameter));

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.Empty(response.Headers.WwwAuthenticate);
        Assert.Empty(await response.Content.ReadAsByteArrayAsync(Cancellation));
    }

    [Fact]
    public async Task A_request_may_have_256_kB_and_not_a_byte_more()
    {
        await using EventApiSandbox sandbox = await EventApiSandbox.StartAsync(cancellationToken: Cancellation);
        using var client = new RawClient(sandbox);

        Assert.Equal(HttpStatusCode.Accepted, (await client.PostAsync(Body.PadRight(256 * 1024))).StatusCode);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await client.PostAsync(Body.PadRight((256 * 1024) + 1))).StatusCode);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(null)]
    public async Task Above_the_rate_the_response_is_429_with_or_without_Retry_After(int? seconds)
    {
        var clock = new FakeTimeProvider();
        await using EventApiSandbox sandbox = await EventApiSandbox.StartAsync(
            new EventApiSandboxOptions
            {
                BatchesPerSecond = 2,
                ThrottleRetryAfter = seconds is { } s ? TimeSpan.FromSeconds(s) : null,
                TimeProvider = clock,
            },
            Cancellation);
        using var client = new RawClient(sandbox);
        async Task<int> SendAsync() => (int)(await client.PostAsync(Body)).StatusCode;

        Assert.Equal((202, 202), (await SendAsync(), await SendAsync()));
        HttpResponseMessage throttled = await client.PostAsync(Body);
        Assert.Equal(429, (int)throttled.StatusCode);
        Assert.Equal(seconds is { } wait ? TimeSpan.FromSeconds(wait) : null, throttled.Headers.RetryAfter?.Delta);
        Assert.Equal(["account"], throttled.Headers.GetValues("X-mp-rate-limit-exceeded"));

        // Two tokens per second: one after half of it, and never more than two.
        clock.Advance(TimeSpan.FromSeconds(0.5));
        Assert.Equal((202, 429), (await SendAsync(), await SendAsync()));
        clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal((202, 202, 429), (await SendAsync(), await SendAsync(), await SendAsync()));

        sandbox.SetThrottle(null);
        Assert.Equal(202, await SendAsync());
        Assert.Throws<ArgumentOutOfRangeException>(() => sandbox.SetThrottle(0));
    }

    [Fact]
    public async Task Faults_are_used_up_in_order_and_then_the_sandbox_responds_as_usual()
    {
        await using EventApiSandbox sandbox = await EventApiSandbox.StartAsync(cancellationToken: Cancellation);
        using var client = new RawClient(sandbox);
        sandbox.Arm(SandboxFault.Status(503, times: 2));
        sandbox.Arm(SandboxFault.Status(429, retryAfter: TimeSpan.FromSeconds(7), body: "slow down", headers: new Dictionary<string, string> { ["X-Test"] = "1" }));

        Assert.Equal(503, (int)(await client.PostAsync(Body)).StatusCode);
        Assert.Equal(503, (int)(await client.PostAsync(Body)).StatusCode);
        HttpResponseMessage third = await client.PostAsync(Body);
        Assert.Equal((429, "slow down"), ((int)third.StatusCode, await third.Content.ReadAsStringAsync(Cancellation)));
        Assert.Equal((TimeSpan.FromSeconds(7), "1"), (third.Headers.RetryAfter!.Delta, third.Headers.GetValues("X-Test").Single()));
        Assert.Equal(202, (int)(await client.PostAsync(Body)).StatusCode);
    }

    [Fact]
    public async Task A_fault_for_a_share_hits_about_that_share_until_it_is_cleared()
    {
        const int Requests = 400;
        await using EventApiSandbox sandbox = await EventApiSandbox.StartAsync(cancellationToken: Cancellation);
        using var client = new RawClient(sandbox);
        sandbox.Arm(SandboxFault.Status(500).ForShare(0.25));

        HttpResponseMessage[] responses = await Task.WhenAll(Enumerable.Range(0, Requests).Select(_ => client.PostAsync(Body)));
        sandbox.Clear();
        HttpResponseMessage after = await client.PostAsync(Body);

        // Seven standard deviations to either side: one run in 10^11 falls out of it.
        Assert.InRange(responses.Count(response => (int)response.StatusCode == 500), 40, 160);
        Assert.Equal(202, (int)after.StatusCode);
        Assert.Throws<ArgumentOutOfRangeException>(() => SandboxFault.Status(500).ForShare(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => SandboxFault.Status(500).ForShare(1.01));
        Assert.Throws<ArgumentOutOfRangeException>(() => SandboxFault.Status(99));
    }

    [Fact]
    public async Task Shares_are_of_all_requests_and_add_up()
    {
        await using EventApiSandbox sandbox = await EventApiSandbox.StartAsync(cancellationToken: Cancellation);
        using var client = new RawClient(sandbox);
        sandbox.Arm(SandboxFault.Status(500).ForShare(0.5));
        sandbox.Arm(SandboxFault.Status(503).ForShare(0.5));

        HttpResponseMessage[] responses = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => client.PostAsync(Body)));

        Assert.DoesNotContain(responses, response => (int)response.StatusCode == 202);
    }

    [Fact]
    public async Task A_part_of_a_second_is_rounded_up_to_a_whole_one()
    {
        await using EventApiSandbox sandbox = await EventApiSandbox.StartAsync(cancellationToken: Cancellation);
        using var client = new RawClient(sandbox);
        sandbox.Arm(SandboxFault.Status(429, retryAfter: TimeSpan.FromSeconds(1.1)));

        Assert.Equal(TimeSpan.FromSeconds(2), (await client.PostAsync(Body)).Headers.RetryAfter!.Delta);
    }

    [Fact]
    public async Task Faults_for_the_next_requests_come_before_those_for_a_share()
    {
        await using EventApiSandbox sandbox = await EventApiSandbox.StartAsync(cancellationToken: Cancellation);
        using var client = new RawClient(sandbox);
        sandbox.Arm(SandboxFault.Status(500).ForShare(1));
        sandbox.Arm(SandboxFault.Status(503));

        Assert.Equal(503, (int)(await client.PostAsync(Body)).StatusCode);
        Assert.Equal(500, (int)(await client.PostAsync(Body)).StatusCode);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_dropped_connection_gives_no_response_and_the_request_is_kept(bool afterReadingBody)
    {
        await using EventApiSandbox sandbox = await EventApiSandbox.StartAsync(cancellationToken: Cancellation);
        using var client = new RawClient(sandbox);
        sandbox.Arm(SandboxFault.DropConnection(afterReadingBody));

        await Assert.ThrowsAsync<HttpRequestException>(() => client.PostAsync(Body));

        ReceivedRequest request = Assert.Single(await sandbox.WaitForRequestsAsync(1, Cancellation));
        Assert.Null(request.StatusCode);
        Assert.Equal(afterReadingBody ? Body : "", request.BodyText);
    }

    [Fact]
    public async Task A_delay_goes_by_the_sandboxs_clock()
    {
        var clock = new FakeTimeProvider();
        await using EventApiSandbox sandbox = await EventApiSandbox.StartAsync(new EventApiSandboxOptions { TimeProvider = clock }, Cancellation);
        using var client = new RawClient(sandbox);
        sandbox.Arm(SandboxFault.Delay(TimeSpan.FromHours(1)));

        Task<HttpResponseMessage> sending = client.PostAsync(Body);
        var stopwatch = Stopwatch.StartNew();
        while (!sending.IsCompleted)
        {
            Assert.True(stopwatch.Elapsed < TimeSpan.FromSeconds(30), "The response does not come.");
            clock.Advance(TimeSpan.FromMinutes(10));
            await Task.WhenAny(sending, Task.Delay(5, Cancellation));
        }

        Assert.Equal(HttpStatusCode.Accepted, (await sending).StatusCode);
    }

    [Theory]
    [InlineData("basic")]
    [InlineData("BASIC")]
    public async Task The_scheme_is_written_in_any_case(string scheme)
    {
        await using EventApiSandbox sandbox = await EventApiSandbox.StartAsync(cancellationToken: Cancellation);
        using var client = new RawClient(sandbox);

        HttpResponseMessage response = await client.PostAsync(
            Body, request => request.Headers.Authorization = new AuthenticationHeaderValue(scheme, request.Headers.Authorization!.Parameter));

        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
    }

    [Fact]
    public async Task A_client_that_waits_for_the_challenge_gets_in()
    {
        await using EventApiSandbox sandbox = await EventApiSandbox.StartAsync(cancellationToken: Cancellation);
        var credentials = new CredentialCache { { sandbox.BaseAddress, "Basic", new NetworkCredential(sandbox.ApiKey, sandbox.ApiSecret) } };
        using var handler = new HttpClientHandler { Credentials = credentials };
        using var http = new HttpClient(handler);
        using var content = new StringContent(Body, System.Text.Encoding.UTF8, "application/json");

        HttpResponseMessage response = await http.PostAsync(new Uri(sandbox.BaseAddress, "/v2/events"), content, Cancellation);

        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        Assert.Equal([401, 202], sandbox.Requests.Select(request => request.StatusCode));
    }

    [Fact]
    public void A_fault_that_cannot_be_is_refused_when_it_is_made()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => SandboxFault.Delay(TimeSpan.FromTicks(-1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => SandboxFault.Delay(TimeSpan.Zero));
        Assert.Throws<ArgumentOutOfRangeException>(() => SandboxFault.Delay(TimeSpan.FromHours(24) + TimeSpan.FromTicks(1)));
        Assert.NotNull(SandboxFault.Delay(TimeSpan.FromHours(24)));
        Assert.Throws<ArgumentOutOfRangeException>(() => SandboxFault.Status(429, retryAfter: TimeSpan.FromTicks(-1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => SandboxFault.Status(429, retryAfter: TimeSpan.MaxValue));
        Assert.Throws<ArgumentOutOfRangeException>(() => SandboxFault.Status(503, times: 0));
        Assert.Throws<ArgumentException>(() => SandboxFault.Status(204, body: "text"));
        Assert.Throws<ArgumentException>(() => SandboxFault.Status(503, headers: new Dictionary<string, string> { ["A B"] = "1" }));
        Assert.Throws<ArgumentException>(() => SandboxFault.Status(503, headers: new Dictionary<string, string> { ["A"] = "1\r\nB: 2" }));
    }

    [Theory]
    [InlineData(204)]
    [InlineData(205)]
    [InlineData(304)]
    public async Task A_status_without_a_body_is_a_fault_too(int statusCode)
    {
        await using EventApiSandbox sandbox = await EventApiSandbox.StartAsync(cancellationToken: Cancellation);
        using var client = new RawClient(sandbox);
        sandbox.Arm(SandboxFault.Status(statusCode));

        Assert.Equal(statusCode, (int)(await client.PostAsync(Body)).StatusCode);
    }

    [Theory]
    [InlineData(0.0, 1)]
    [InlineData(-1.0, 1)]
    [InlineData(double.NaN, 1)]
    [InlineData(double.PositiveInfinity, 1)]
    [InlineData(1.0, -1)]
    public async Task A_rate_limit_that_cannot_be_is_refused(double batchesPerSecond, int retryAfterSeconds)
    {
        TimeSpan retryAfter = TimeSpan.FromSeconds(retryAfterSeconds);
        await using EventApiSandbox sandbox = await EventApiSandbox.StartAsync(cancellationToken: Cancellation);

        Assert.Throws<ArgumentOutOfRangeException>(() => sandbox.SetThrottle(batchesPerSecond, retryAfter));
        await Assert.ThrowsAsync<ArgumentException>(() => EventApiSandbox.StartAsync(
            new EventApiSandboxOptions { BatchesPerSecond = batchesPerSecond, ThrottleRetryAfter = retryAfter }, Cancellation));
    }
}
