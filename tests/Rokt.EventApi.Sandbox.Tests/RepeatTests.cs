using System.Diagnostics;
using Microsoft.Extensions.Time.Testing;

namespace Rokt.EventApi.Sandbox.Tests;

/// <summary>Retries, duplicates, and clients that come back too early.</summary>
public sealed class RepeatTests
{
    private static readonly string Body = RawClient.Body("complete");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_confirmation_reference_that_was_accepted_before_makes_a_duplicate()
    {
        await using EventApiSandbox sandbox = await EventApiSandbox.StartAsync(cancellationToken: Cancellation);
        using var client = new RawClient(sandbox);
        sandbox.Arm(SandboxFault.Status(503));

        await client.PostAsync(Body);
        await client.PostAsync(Body);
        await client.PostAsync(Body.Replace("100.00", "99.00", StringComparison.Ordinal));
        await client.PostAsync(Body.Replace("XYZ123", "XYZ124", StringComparison.Ordinal));

        Assert.Equal([null, null, 2, null], sandbox.Requests.Select(request => request.DuplicateOf));
        Assert.Contains("with request 2 before", Assert.Single(sandbox.Requests[2].Findings).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_request_whose_response_was_lost_counts_as_the_first_of_its_duplicates()
    {
        await using EventApiSandbox sandbox = await EventApiSandbox.StartAsync(cancellationToken: Cancellation);
        using var client = new RawClient(sandbox);
        sandbox.Arm(SandboxFault.DropConnection(afterReadingBody: true));

        await Assert.ThrowsAsync<HttpRequestException>(() => client.PostAsync(Body));
        await client.PostAsync(Body);

        Assert.Equal((2, 1), (sandbox.Requests[1].Attempt, sandbox.Requests[1].DuplicateOf));
    }

    [Fact]
    public async Task A_refused_request_whose_response_was_lost_is_no_first_of_duplicates()
    {
        await using EventApiSandbox sandbox = await EventApiSandbox.StartAsync(cancellationToken: Cancellation);
        using var client = new RawClient(sandbox);
        sandbox.Arm(SandboxFault.DropConnection(afterReadingBody: true));

        await Assert.ThrowsAsync<HttpRequestException>(() => client.PostAsync(Body.Replace("event_type", "type", StringComparison.Ordinal)));
        await client.PostAsync(Body);

        Assert.Null(sandbox.Requests[1].DuplicateOf);
    }

    [Fact]
    public async Task A_repeat_of_what_was_not_accepted_is_an_attempt_and_a_repeat_of_what_was_accepted_is_not()
    {
        await using EventApiSandbox sandbox = await EventApiSandbox.StartAsync(cancellationToken: Cancellation);
        using var client = new RawClient(sandbox);
        sandbox.Arm(SandboxFault.Status(500, times: 2));

        for (int i = 0; i < 4; i++)
        {
            await client.PostAsync(Body);
        }

        Assert.Equal([1, 2, 3, 1], sandbox.Requests.Select(request => request.Attempt));
    }

    [Fact]
    public async Task A_repeat_before_its_Retry_After_is_a_finding()
    {
        var clock = new FakeTimeProvider();
        await using EventApiSandbox sandbox = await EventApiSandbox.StartAsync(new EventApiSandboxOptions { TimeProvider = clock }, Cancellation);
        using var client = new RawClient(sandbox);
        sandbox.Arm(SandboxFault.Status(429, times: 2, retryAfter: TimeSpan.FromSeconds(10)));

        await client.PostAsync(Body);
        clock.Advance(TimeSpan.FromSeconds(9.5));
        await client.PostAsync(Body);
        clock.Advance(TimeSpan.FromSeconds(10));
        await client.PostAsync(Body);

        Assert.Equal("It came 0.5 s before the Retry-After of request 1 was over.", Assert.Single(sandbox.Requests[1].Findings).Message);
        Assert.Empty(sandbox.Requests[2].Findings);
    }

    [Fact]
    public async Task The_Retry_After_counts_from_the_response_and_not_from_the_arrival()
    {
        var clock = new FakeTimeProvider();
        await using EventApiSandbox sandbox = await EventApiSandbox.StartAsync(
            new EventApiSandboxOptions { TimeProvider = clock, BatchesPerSecond = 0.001, ThrottleRetryAfter = TimeSpan.FromSeconds(100) }, Cancellation);
        using var client = new RawClient(sandbox);
        await client.PostAsync("{}");
        sandbox.Arm(SandboxFault.Delay(TimeSpan.FromSeconds(60)));
        Task<HttpResponseMessage> delayed = client.PostAsync(Body);
        await AdvanceUntilAsync(delayed, clock);
        Assert.Equal(429, (int)(await delayed).StatusCode);

        // Later than 100 s after its arrival, earlier than 100 s after its response.
        TimeSpan sinceResponse = TimeSpan.FromSeconds(50);
        clock.Advance(sinceResponse);
        await client.PostAsync(Body);

        Assert.True(clock.GetUtcNow() - sandbox.Requests[1].ReceivedAt > TimeSpan.FromSeconds(100));
        Assert.Equal("It came 50.0 s before the Retry-After of request 2 was over.", sandbox.Requests[2].Findings[^1].Message);
    }

    private static async Task AdvanceUntilAsync(Task task, FakeTimeProvider clock)
    {
        var stopwatch = Stopwatch.StartNew();
        while (!task.IsCompleted)
        {
            Assert.True(stopwatch.Elapsed < TimeSpan.FromMinutes(2), "The response does not come.");
            await Task.WhenAny(task, Task.Delay(20, Cancellation));
            if (!task.IsCompleted)
            {
                clock.Advance(TimeSpan.FromSeconds(20));
            }
        }
    }
}
