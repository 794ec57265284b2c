using System.Net;
using Rokt.EventApi.Sandbox;
using Rokt.EventApi.Serialization;

namespace Rokt.EventApi.Tests.EndToEnd;

public sealed class SandboxTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_guides_example_is_accepted_and_arrives_as_the_guide_prints_it()
    {
        await using EventApiSandbox sandbox = await EventApiSandbox.StartAsync(cancellationToken: Cancellation);
        using EventApiClient client = SandboxClient.For(sandbox);

        SendResult result = await client.SendAsync(GuideExample.Event, Cancellation);

        Assert.Equal((SendStatus.Accepted, HttpStatusCode.Accepted, 1), (result.Status, result.StatusCode, result.Attempts));
        ReceivedRequest request = Assert.Single(sandbox.Requests);
        Assert.Empty(request.Errors);
        Assert.Equal(("POST", "/v2/events", 202), (request.Method, request.Path, request.StatusCode));
        Assert.Equal("application/json", request.Headers["Content-Type"]);
        Assert.Equal(request.Body.Length.ToString(System.Globalization.CultureInfo.InvariantCulture), request.Headers["Content-Length"]);
    }

    [Theory]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(503)]
    public async Task A_passing_fault_is_retried_with_the_same_bytes(int statusCode)
    {
        await using EventApiSandbox sandbox = await EventApiSandbox.StartAsync(cancellationToken: Cancellation);
        using EventApiClient client = SandboxClient.For(sandbox);
        sandbox.Arm(SandboxFault.Status(statusCode, times: 2));

        SendResult result = await client.SendAsync(GuideExample.Event, Cancellation);

        Assert.Equal((SendStatus.Accepted, 3), (result.Status, result.Attempts));
        Assert.Equal(3, sandbox.Requests.Count);
        Assert.Single(sandbox.Requests.Select(request => request.BodyText).Distinct());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_connection_that_the_server_drops_is_retried(bool afterReadingBody)
    {
        await using EventApiSandbox sandbox = await EventApiSandbox.StartAsync(cancellationToken: Cancellation);
        using EventApiClient client = SandboxClient.For(sandbox);
        sandbox.Arm(SandboxFault.DropConnection(afterReadingBody));

        SendResult result = await client.SendAsync(GuideExample.Event, Cancellation);

        Assert.Equal((SendStatus.Accepted, 2), (result.Status, result.Attempts));
    }

    [Fact]
    public async Task A_wrong_secret_is_rejected_at_once()
    {
        await using EventApiSandbox sandbox = await EventApiSandbox.StartAsync(cancellationToken: Cancellation);
        using EventApiClient client = SandboxClient.For(sandbox, options => options.ApiSecret = "wrong");

        SendResult result = await client.SendAsync(GuideExample.Event, Cancellation);

        Assert.Equal((SendStatus.Rejected, HttpStatusCode.Forbidden, 1), (result.Status, result.StatusCode, result.Attempts));
    }

    [Fact]
    public async Task The_servers_errors_reach_the_caller_unescaped()
    {
        await using EventApiSandbox sandbox = await EventApiSandbox.StartAsync(cancellationToken: Cancellation);
        using EventApiClient client = SandboxClient.For(sandbox);
        sandbox.Arm(SandboxFault.Status(400, body: """{"errors":[{"code":"BAD_REQUEST","message":"&quot;x&quot; &amp; y"}]}"""));

        SendResult result = await client.SendAsync(GuideExample.Event, Cancellation);

        EventApiError error = Assert.Single(result.Errors);
        Assert.Equal(("BAD_REQUEST", "\"x\" & y"), (error.Code, error.Message));
        Assert.Throws<EventApiException>(result.EnsureAccepted);
    }

    [Fact]
    public async Task A_response_that_is_too_slow_is_a_timeout_and_retried()
    {
        await using EventApiSandbox sandbox = await EventApiSandbox.StartAsync(cancellationToken: Cancellation);
        using EventApiClient client = SandboxClient.For(sandbox, options => options.Retry.AttemptTimeout = TimeSpan.FromSeconds(2));
        sandbox.Arm(SandboxFault.Delay(TimeSpan.FromMinutes(1)));

        SendResult result = await client.SendAsync(GuideExample.Event, Cancellation);

        Assert.Equal((SendStatus.Accepted, 2), (result.Status, result.Attempts));
    }

    [Fact]
    public async Task A_body_of_exactly_256_kB_is_accepted_and_one_byte_more_is_never_sent()
    {
        await using EventApiSandbox sandbox = await EventApiSandbox.StartAsync(cancellationToken: Cancellation);
        using EventApiClient client = SandboxClient.For(sandbox);

        Assert.Equal(SendStatus.Accepted, (await client.SendAsync(EventOfSize(256 * 1024), Cancellation)).Status);
        SendResult tooLarge = await client.SendAsync(EventOfSize((256 * 1024) + 1), Cancellation);

        Assert.Equal(256 * 1024, Assert.Single(sandbox.Requests).Body.Length);
        Assert.Equal((SendStatus.Rejected, 0, "request_too_large"), (tooLarge.Status, tooLarge.Attempts, tooLarge.Errors[0].Code));
    }

    [Fact]
    public async Task Several_events_of_one_customer_arrive_as_one_batch()
    {
        await using EventApiSandbox sandbox = await EventApiSandbox.StartAsync(cancellationToken: Cancellation);
        using EventApiClient client = SandboxClient.For(sandbox);
        ConversionEvent[] events =
        [
            SandboxClient.Event(1).Build(),
            SandboxClient.Event(1).WithConfirmationRef("second").Build(),
            SandboxClient.Event(2).Build(),
        ];

        IReadOnlyList<SendResult> results = await client.SendAsync(events, Cancellation);

        Assert.Equal(2, sandbox.Requests.Count);
        Assert.All(sandbox.Requests, request => Assert.Empty(request.Errors));
        Assert.Same(results[0], results[1]);
        Assert.NotSame(results[1], results[2]);
    }

    [Fact]
    public async Task A_thousand_concurrent_sends_do_not_mix()
    {
        await using EventApiSandbox sandbox = await EventApiSandbox.StartAsync(cancellationToken: Cancellation);
        using EventApiClient client = SandboxClient.For(sandbox, options => options.RateLimit.BatchesPerSecond = null);
        sandbox.Arm(SandboxFault.Status(503, times: 100));

        SendResult[] results = await Task.WhenAll(Enumerable.Range(0, 1000)
            .Select(number => client.SendAsync(SandboxClient.Event(number).Build(), Cancellation)));

        Assert.All(results, result => Assert.Equal(SendStatus.Accepted, result.Status));
        var accepted = sandbox.Requests.Where(request => request.StatusCode == 202).Select(request => request.BodyText).ToList();
        Assert.Equal(1000, accepted.Count);
        for (int number = 0; number < 1000; number++)
        {
            string body = Assert.Single(accepted, text => text.Contains($"\"ref-{number}\"", StringComparison.Ordinal));
            Assert.Contains($"\"customer{number}@example.com\"", body, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_stream_yields_each_event_with_its_result_in_order()
    {
        await using EventApiSandbox sandbox = await EventApiSandbox.StartAsync(cancellationToken: Cancellation);
        using EventApiClient client = SandboxClient.For(sandbox, options => options.RateLimit.BatchesPerSecond = null);
        ConversionEvent[] events = [.. Enumerable.Range(0, 200).Select(number => SandboxClient.Event(number).Build())];

        List<StreamedResult> results = await client
            .SendStreamAsync(events.ToAsyncEnumerable(), maxConcurrency: 8, Cancellation)
            .ToListAsync(Cancellation);

        Assert.Equal(events, results.Select(result => result.Event));
        Assert.All(results, result => Assert.Equal(SendStatus.Accepted, result.Result.Status));
    }

    private static ConversionEvent EventOfSize(int bytes)
    {
        int missing = bytes - SizeOf(Padded(1)) + 1;
        return Padded(missing);

        static int SizeOf(ConversionEvent conversion) =>
            new PayloadSerializer().Serialize(conversion, EventEnvironment.Development, withRequestId: false).Body.Length;

        static ConversionEvent Padded(int padding)
        {
            ConversionEventBuilder builder = SandboxClient.Event(1).WithAttribute("padding", new string('x', padding));
            for (int i = 0; i < 63; i++)
            {
                builder.WithAttribute($"attribute{i}", new string('x', EventApiLimits.AttributeValueLength));
            }

            return builder.Build();
        }
    }
}
