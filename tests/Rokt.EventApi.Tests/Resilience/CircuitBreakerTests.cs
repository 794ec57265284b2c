using Rokt.EventApi.Tests.RateLimiting;
using Rokt.EventApi.Tests.Sending;

namespace Rokt.EventApi.Tests.Resilience;

public sealed class CircuitBreakerTests
{
    private static readonly TimeSpan Break = TimeSpan.FromSeconds(10);

    [Theory]
    [InlineData(500)]
    [InlineData(503)]
    [InlineData(408)]
    public async Task It_opens_when_the_API_is_down_and_sends_end_without_an_attempt(int statusCode)
    {
        using ClientUnderTest test = Create();
        test.Handler.Respond(statusCode, times: 4);
        await SendAsync(test, times: 4);

        SendResult result = await test.SendAsync();

        Assert.Equal((SendStatus.Unavailable, 0, "circuit_open"), (result.Status, result.Attempts, Assert.Single(result.Errors).Code));
        Assert.Equal(Break, result.RetryAfter);
        Assert.Equal(4, test.Handler.Requests);
    }

    [Fact]
    public async Task Connections_that_fail_open_it()
    {
        using ClientUnderTest test = Create();
        test.Handler.Fail(new HttpRequestException(HttpRequestError.ConnectionError), times: 4);
        await SendAsync(test, times: 4);

        Assert.Equal(0, (await test.SendAsync()).Attempts);
    }

    [Fact]
    public async Task Timeouts_open_it()
    {
        using ClientUnderTest test = Create();
        for (int i = 0; i < 4; i++)
        {
            test.Handler.Hang(() => test.Clock.Advance(ClientUnderTest.AttemptTimeout));
        }

        await SendAsync(test, times: 4);

        Assert.Equal(0, (await test.SendAsync()).Attempts);
    }

    [Theory]
    [InlineData(429)]
    [InlineData(400)]
    [InlineData(401)]
    public async Task An_API_that_is_busy_or_unwilling_does_not_open_it(int statusCode)
    {
        using ClientUnderTest test = Create();
        test.Handler.Respond(statusCode, times: 50);

        await SendAsync(test, times: 50);

        Assert.Equal(50, test.Handler.Requests);
    }

    [Fact]
    public async Task After_its_break_one_send_probes_and_success_closes_it()
    {
        using ClientUnderTest test = Create();
        test.Handler.Respond(503, times: 4);
        await SendAsync(test, times: 4);

        test.Clock.Advance(Break);
        await SendAsync(test, times: 10);

        Assert.Equal(14, test.Handler.Requests);
    }

    [Fact]
    public async Task A_probe_that_its_caller_cancels_does_not_close_it()
    {
        using ClientUnderTest test = Create();
        test.Handler.Respond(503, times: 4);
        await SendAsync(test, times: 4);
        using var caller = new CancellationTokenSource();
        test.Handler.Hang(caller.Cancel);

        test.Clock.Advance(Break);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => test.SendAsync(caller.Token));
        SendResult next = await test.SendAsync();

        Assert.Equal((SendStatus.Unavailable, 0), (next.Status, next.Attempts));
        Assert.Equal(Break, next.RetryAfter);
        test.Clock.Advance(Break);
        Assert.Equal((SendStatus.Accepted, 1), await StatusAndAttemptsAsync(test));
    }

    [Fact]
    public async Task Attempts_that_fail_do_not_open_it_when_their_sends_arrive()
    {
        using ClientUnderTest test = Create(options => options.Retry.MaxRetryAttempts = 1);
        for (int i = 0; i < 10; i++)
        {
            test.Handler.Respond(503);
            test.Handler.Respond(202);
        }

        await SendAsync(test, times: 10);

        Assert.Equal(20, test.Handler.Requests);
    }

    [Fact]
    public async Task A_probe_has_its_retries_too()
    {
        using ClientUnderTest test = Create(options => options.Retry.MaxRetryAttempts = 1);
        test.Handler.Respond(503, times: 8);
        await SendAsync(test, times: 4);
        Assert.Equal(0, (await test.SendAsync()).Attempts);
        test.Handler.Respond(503);

        test.Clock.Advance(Break);
        SendResult probe = await test.SendAsync();

        Assert.Equal((SendStatus.Accepted, 2), (probe.Status, probe.Attempts));
        Assert.Equal(1, (await test.SendAsync()).Attempts);
    }

    [Fact]
    public async Task Only_the_probe_closes_it_and_not_the_late_response_to_a_send_that_began_before()
    {
        using ClientUnderTest test = Create();
        TaskCompletionSource<HttpResponseMessage> early = Later(), late = Later(), found = Later();
        test.Handler.Add(_ => early.Task);
        test.Handler.Add(_ => late.Task);
        Task<SendResult> first = test.SendAsync();
        Task<SendResult> second = test.SendAsync();
        test.Handler.Respond(503, times: 4);
        await SendAsync(test, times: 4);

        early.SetResult(ScriptedHandler.Response(202));
        await first;
        Assert.Equal(0, (await test.SendAsync()).Attempts);

        test.Handler.Add(_ => found.Task);
        test.Clock.Advance(Break);
        Task<SendResult> probe = test.SendAsync();
        late.SetResult(ScriptedHandler.Response(202));
        await second;
        Assert.Equal(0, (await test.SendAsync()).Attempts);

        found.SetResult(ScriptedHandler.Response(202));
        await probe;
        Assert.Equal(1, (await test.SendAsync()).Attempts);
    }

    [Fact]
    public async Task A_late_failure_while_the_probe_is_in_flight_does_not_decide_in_its_place()
    {
        using ClientUnderTest test = Create();
        TaskCompletionSource<HttpResponseMessage> late = Later(), found = Later();
        test.Handler.Add(_ => late.Task);
        Task<SendResult> first = test.SendAsync();
        test.Handler.Respond(503, times: 4);
        await SendAsync(test, times: 4);
        test.Handler.Add(_ => found.Task);

        test.Clock.Advance(Break);
        Task<SendResult> probe = test.SendAsync();
        late.SetResult(ScriptedHandler.Response(503));
        await first;
        found.SetResult(ScriptedHandler.Response(202));

        Assert.Equal(SendStatus.Accepted, (await probe).Status);
        Assert.Equal(1, (await test.SendAsync()).Attempts);
    }

    [Fact]
    public async Task A_late_send_that_its_caller_cancels_while_the_probe_is_in_flight_does_not_decide_in_its_place()
    {
        using ClientUnderTest test = Create(options => options.Retry.AttemptTimeout = 2 * Break);
        TaskCompletionSource<HttpResponseMessage> found = Later();
        using var caller = new CancellationTokenSource();
        test.Handler.Hang();
        Task<SendResult> first = test.SendAsync(caller.Token);
        test.Handler.Respond(503, times: 4);
        await SendAsync(test, times: 4);
        test.Handler.Add(_ => found.Task);

        test.Clock.Advance(Break);
        Task<SendResult> probe = test.SendAsync();
        await caller.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        Assert.Equal(0, (await test.SendAsync()).Attempts);
        found.SetResult(ScriptedHandler.Response(202));

        await probe;
        Assert.Equal(1, (await test.SendAsync()).Attempts);
    }

    [Fact]
    public async Task Sends_that_their_callers_cancel_are_no_successes()
    {
        using ClientUnderTest test = Create();
        for (int i = 0; i < 4; i++)
        {
            for (int j = 0; j < 2; j++)
            {
                using var caller = new CancellationTokenSource();
                test.Handler.Hang(caller.Cancel);
                await Assert.ThrowsAnyAsync<OperationCanceledException>(() => test.SendAsync(caller.Token));
            }

            test.Handler.Respond(503);
            await test.SendAsync();
        }

        Assert.Equal(0, (await test.SendAsync()).Attempts);
    }

    [Fact]
    public async Task Sends_that_never_left_are_no_successes()
    {
        using var limiter = new ScriptedLimiter();
        using ClientUnderTest test = Create(options => options.RateLimit.RateLimiter = limiter);
        for (int i = 0; i < 4; i++)
        {
            limiter.Refuse(null);
            limiter.Refuse(null);
            await SendAsync(test, times: 2);
            test.Handler.Respond(503);
            await test.SendAsync();
        }

        Assert.Equal("circuit_open", Assert.Single((await test.SendAsync()).Errors).Code);
    }

    [Fact]
    public async Task While_the_probe_is_in_flight_others_end_at_once_and_report_how_long_to_wait()
    {
        using ClientUnderTest test = Create();
        TaskCompletionSource<HttpResponseMessage> found = Later();
        test.Handler.Respond(503, times: 4);
        await SendAsync(test, times: 4);
        test.Handler.Add(_ => found.Task);

        test.Clock.Advance(Break);
        Task<SendResult> probe = test.SendAsync();
        SendResult other = await test.SendAsync();
        found.SetResult(ScriptedHandler.Response(202));
        await probe;

        Assert.Equal((0, "circuit_open"), (other.Attempts, Assert.Single(other.Errors).Code));
        Assert.Equal(Break, other.RetryAfter);
        Assert.Equal(1, (await test.SendAsync()).Attempts);
    }

    [Fact]
    public async Task A_probe_that_fails_opens_it_for_another_break()
    {
        using ClientUnderTest test = Create();
        test.Handler.Respond(503, times: 5);
        await SendAsync(test, times: 4);

        test.Clock.Advance(Break);
        await test.SendAsync();
        test.Clock.Advance(Break - TimeSpan.FromMilliseconds(1));
        SendResult refused = await test.SendAsync();
        test.Clock.Advance(TimeSpan.FromMilliseconds(1));

        Assert.Equal((0, TimeSpan.FromMilliseconds(1)), (refused.Attempts, refused.RetryAfter));
        Assert.Equal((SendStatus.Accepted, 1), await StatusAndAttemptsAsync(test));
    }

    [Fact]
    public async Task What_failed_before_it_opened_does_not_count_after_it_closed()
    {
        using ClientUnderTest test = Create();
        TaskCompletionSource<HttpResponseMessage>[] late = [Later(), Later(), Later(), Later()];
        List<Task<SendResult>> early = [];
        foreach (TaskCompletionSource<HttpResponseMessage> response in late)
        {
            test.Handler.Add(_ => response.Task);
            early.Add(test.SendAsync());
        }

        test.Handler.Respond(503, times: 4);
        await SendAsync(test, times: 4);
        test.Clock.Advance(Break);
        await test.SendAsync();
        Array.ForEach(late, response => response.SetResult(ScriptedHandler.Response(503)));
        await Task.WhenAll(early);

        test.Handler.Respond(503, times: 3);
        await SendAsync(test, times: 3);
        Assert.Equal((SendStatus.Accepted, 1), await StatusAndAttemptsAsync(test));
    }

    [Theory]
    [InlineData(3, 3, true)]
    [InlineData(3, 4, false)]
    [InlineData(2, 1, false)]
    public async Task It_opens_from_the_minimum_throughput_and_the_failure_ratio_on(int failures, int others, bool opens)
    {
        using ClientUnderTest test = Create();
        test.Handler.Respond(202, times: others);
        await SendAsync(test, times: others);
        test.Handler.Respond(503, times: failures);
        await SendAsync(test, times: failures);

        Assert.Equal(opens ? 0 : 1, (await test.SendAsync()).Attempts);
    }

    [Fact]
    public async Task A_success_does_not_open_it_even_when_it_makes_the_throughput()
    {
        using ClientUnderTest test = Create();
        test.Handler.Respond(503, times: 3);
        await SendAsync(test, times: 4);

        Assert.Equal((SendStatus.Accepted, 1), await StatusAndAttemptsAsync(test));
    }

    [Theory]
    [InlineData(29.999, true)]
    [InlineData(30, false)]
    public async Task Failures_count_for_the_sampling_duration(double seconds, bool opens)
    {
        using ClientUnderTest test = Create();
        test.Handler.Respond(503, times: 4);
        await SendAsync(test, times: 3);

        test.Clock.Advance(TimeSpan.FromSeconds(seconds));
        await test.SendAsync();

        Assert.Equal(opens ? 0 : 1, (await test.SendAsync()).Attempts);
    }

    [Fact]
    public async Task It_can_be_turned_off()
    {
        using ClientUnderTest test = Create(options => options.CircuitBreaker.Enabled = false);
        test.Handler.Respond(503, times: 20);

        await SendAsync(test, times: 20);

        Assert.Equal(20, test.Handler.Requests);
    }

    private static TaskCompletionSource<HttpResponseMessage> Later() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static async Task<(SendStatus Status, int Attempts)> StatusAndAttemptsAsync(ClientUnderTest test)
    {
        SendResult result = await test.SendAsync();
        return (result.Status, result.Attempts);
    }

    private static ClientUnderTest Create(Action<EventApiOptions>? configure = null) => new(options =>
    {
        options.Retry.MaxRetryAttempts = 0;
        options.RateLimit.BatchesPerSecond = null;
        options.CircuitBreaker.MinimumThroughput = 4;
        options.CircuitBreaker.BreakDuration = Break;
        configure?.Invoke(options);
    });

    private static async Task SendAsync(ClientUnderTest test, int times)
    {
        for (int i = 0; i < times; i++)
        {
            await test.SendAsync();
        }
    }
}
