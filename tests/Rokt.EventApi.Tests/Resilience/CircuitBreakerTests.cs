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
        test.Handler.Answer(statusCode, times: 4);
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
        test.Handler.Answer(statusCode, times: 50);

        await SendAsync(test, times: 50);

        Assert.Equal(50, test.Handler.Requests);
    }

    [Fact]
    public async Task After_its_break_one_send_probes_and_success_closes_it()
    {
        using ClientUnderTest test = Create();
        test.Handler.Answer(503, times: 4);
        await SendAsync(test, times: 4);

        test.Clock.Advance(Break);
        await SendAsync(test, times: 10);

        Assert.Equal(14, test.Handler.Requests);
    }

    [Fact]
    public async Task A_probe_that_its_caller_gives_up_does_not_close_it()
    {
        using ClientUnderTest test = Create();
        test.Handler.Answer(503, times: 4);
        await SendAsync(test, times: 4);
        using var caller = new CancellationTokenSource();
        test.Handler.Hang(caller.Cancel);

        test.Clock.Advance(Break);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => test.SendAsync(caller.Token));
        SendResult next = await test.SendAsync();

        Assert.Equal((SendStatus.Unavailable, 0), (next.Status, next.Attempts));
    }

    [Fact]
    public async Task Attempts_that_fail_do_not_open_it_when_their_sends_arrive()
    {
        using ClientUnderTest test = Create(options => options.Retry.MaxRetryAttempts = 1);
        for (int i = 0; i < 10; i++)
        {
            test.Handler.Answer(503);
            test.Handler.Answer(202);
        }

        await SendAsync(test, times: 10);

        Assert.Equal(20, test.Handler.Requests);
    }

    [Fact]
    public async Task A_probe_has_its_retries_too()
    {
        using ClientUnderTest test = Create(options => options.Retry.MaxRetryAttempts = 1);
        test.Handler.Answer(503, times: 8);
        await SendAsync(test, times: 4);
        Assert.Equal(0, (await test.SendAsync()).Attempts);
        test.Handler.Answer(503);

        test.Clock.Advance(Break);
        SendResult probe = await test.SendAsync();

        Assert.Equal((SendStatus.Accepted, 2), (probe.Status, probe.Attempts));
        Assert.Equal(1, (await test.SendAsync()).Attempts);
    }

    [Fact]
    public async Task Only_the_probe_closes_it_and_not_the_late_answer_to_a_send_that_began_before()
    {
        using ClientUnderTest test = Create();
        TaskCompletionSource<HttpResponseMessage> early = Later(), late = Later(), found = Later();
        test.Handler.Add(_ => early.Task);
        test.Handler.Add(_ => late.Task);
        Task<SendResult> first = test.SendAsync();
        Task<SendResult> second = test.SendAsync();
        test.Handler.Answer(503, times: 4);
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

        TaskCompletionSource<HttpResponseMessage> Later() => new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    [Fact]
    public async Task It_can_be_turned_off()
    {
        using ClientUnderTest test = Create(options => options.CircuitBreaker.Enabled = false);
        test.Handler.Answer(503, times: 20);

        await SendAsync(test, times: 20);

        Assert.Equal(20, test.Handler.Requests);
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
