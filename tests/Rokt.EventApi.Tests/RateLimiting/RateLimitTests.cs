using System.Threading.RateLimiting;
using Rokt.EventApi.Tests.Sending;

namespace Rokt.EventApi.Tests.RateLimiting;

public sealed class RateLimitTests
{
    [Fact]
    public async Task Every_attempt_takes_a_permit()
    {
        using var limiter = new ScriptedLimiter();
        using var test = new ClientUnderTest(options => options.RateLimit.RateLimiter = limiter);
        test.Handler.Respond(503, times: 2);

        await test.SendAsync();

        Assert.Equal(3, limiter.Permits);
    }

    [Fact]
    public async Task A_callers_limiter_outlives_the_client()
    {
        using var limiter = new ScriptedLimiter();
        using (var test = new ClientUnderTest(options => options.RateLimit.RateLimiter = limiter))
        {
            await test.SendAsync();
        }

        Assert.False(limiter.IsDisposed);
    }

    [Fact]
    public async Task A_permit_that_comes_later_is_waited_for()
    {
        using var limiter = new ScriptedLimiter();
        limiter.Refuse(TimeSpan.FromSeconds(4));
        using var test = new ClientUnderTest(options => options.RateLimit.RateLimiter = limiter);

        SendResult result = await test.SendAsync();

        Assert.Equal((SendStatus.Accepted, 1), (result.Status, result.Attempts));
        Assert.Equal([TimeSpan.FromSeconds(4)], test.Clock.Waits);
    }

    [Fact]
    public async Task A_wait_is_rounded_up_to_what_a_timer_can_count()
    {
        using var limiter = new ScriptedLimiter();
        limiter.Refuse(TimeSpan.FromMilliseconds(4000.4));
        using var test = new ClientUnderTest(options => options.RateLimit.RateLimiter = limiter);

        await test.SendAsync();

        Assert.Equal([TimeSpan.FromMilliseconds(4001)], test.Clock.Waits);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(1000)]
    public async Task Without_a_permit_in_time_nothing_is_sent(int? seconds)
    {
        TimeSpan? later = seconds is { } value ? TimeSpan.FromSeconds(value) : null;
        using var limiter = new ScriptedLimiter();
        limiter.Refuse(later);
        using var test = new ClientUnderTest(options => options.RateLimit.RateLimiter = limiter);

        SendResult result = await test.SendAsync();

        Assert.Equal((SendStatus.Unavailable, 0, "rate_limit"), (result.Status, result.Attempts, Assert.Single(result.Errors).Code));
        Assert.Equal(later, result.RetryAfter);
        Assert.Equal(0, test.Handler.Requests);
    }

    [Theory]
    [InlineData(60, "rate_limit")]
    [InlineData(59, null)]
    public async Task A_permit_that_comes_only_when_the_time_is_over_is_not_waited_for(int seconds, string? error)
    {
        using var limiter = new ScriptedLimiter();
        limiter.Refuse(TimeSpan.FromSeconds(seconds));
        using var test = new ClientUnderTest(options =>
        {
            options.RateLimit.RateLimiter = limiter;
            options.Retry.TotalTimeout = TimeSpan.FromSeconds(60);
        });

        SendResult result = await test.SendAsync();

        Assert.Equal(error, result.Errors.SingleOrDefault()?.Code);
        Assert.Equal(error is null ? 1 : 0, test.Clock.Waits.Count);
    }

    [Fact]
    public async Task What_the_limit_asks_to_wait_comes_before_what_an_earlier_response_asked()
    {
        using var limiter = new ScriptedLimiter();
        using var test = new ClientUnderTest(options => options.RateLimit.RateLimiter = limiter);
        test.Handler.Add(_ =>
        {
            limiter.Refuse(TimeSpan.FromSeconds(1000));
            return Task.FromResult(ScriptedHandler.Response(503, retryAfter: "3"));
        });

        SendResult result = await test.SendAsync();

        Assert.Equal((SendStatus.Unavailable, 503, TimeSpan.FromSeconds(1000)), (result.Status, (int)result.StatusCode!.Value, result.RetryAfter));
    }

    [Fact]
    public async Task A_callers_limiter_is_waited_for_no_longer_than_the_budget_and_does_not_open_the_circuit()
    {
        using var limiter = new ConcurrencyLimiter(new() { PermitLimit = 1, QueueLimit = 1 });
        RateLimitLease taken = limiter.AttemptAcquire();
        using var test = new ClientUnderTest(options =>
        {
            options.RateLimit.RateLimiter = limiter;
            (options.CircuitBreaker.MinimumThroughput, options.CircuitBreaker.FailureRatio, options.CircuitBreaker.SamplingDuration) = (2, 0.01, 10 * ClientUnderTest.TotalTimeout);
        });

        for (int i = 0; i < 5; i++)
        {
            Task<SendResult> sending = test.SendAsync();
            test.Clock.Advance(ClientUnderTest.TotalTimeout);
            SendResult result = await sending;

            Assert.Equal((SendStatus.Unavailable, 0, "rate_limit"), (result.Status, result.Attempts, Assert.Single(result.Errors).Code));
        }

        taken.Dispose();
        Assert.Equal(SendStatus.Accepted, (await test.SendAsync()).Status);
    }

    [Fact]
    public async Task A_wait_for_the_own_limit_ends_with_the_budget_and_does_not_open_the_circuit()
    {
        using var test = new ClientUnderTest(options =>
        {
            (options.RateLimit.BatchesPerSecond, options.RateLimit.Burst) = (0.001, 1);
            (options.CircuitBreaker.MinimumThroughput, options.CircuitBreaker.FailureRatio, options.CircuitBreaker.SamplingDuration) = (2, 0.01, 10 * ClientUnderTest.TotalTimeout);
        });
        test.Clock.IsStopped = true;
        await test.SendAsync();

        for (int i = 0; i < 5; i++)
        {
            Task<SendResult> sending = test.SendAsync();
            test.Clock.Advance(ClientUnderTest.TotalTimeout);
            Assert.Equal("rate_limit", Assert.Single((await sending).Errors).Code);
        }
    }

    [Theory]
    [InlineData(49, SendStatus.Accepted)]
    [InlineData(51, SendStatus.Unavailable)]
    public async Task A_permit_of_the_own_limit_is_waited_for_five_sixths_of_the_time_so_that_the_attempt_has_the_rest(int seconds, SendStatus status)
    {
        using var test = new ClientUnderTest(options =>
        {
            (options.RateLimit.BatchesPerSecond, options.RateLimit.Burst, options.RateLimit.Adaptive) = (1.0 / seconds, 1, false);
            options.Retry.TotalTimeout = TimeSpan.FromSeconds(60);
        });
        test.Clock.IsStopped = true;
        await test.SendAsync();
        Task<SendResult> sending = test.SendAsync();

        test.Clock.Advance(TimeSpan.FromSeconds(seconds + 0.1));

        Assert.Equal(status, (await sending).Status);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task It_begins_low_unless_it_is_fixed(bool isAdaptive)
    {
        using var test = new ClientUnderTest(options =>
        {
            (options.RateLimit.BatchesPerSecond, options.RateLimit.Burst) = (250, 1);
            options.RateLimit.Adaptive &= isAdaptive;
        });
        test.Clock.IsStopped = true;
        await test.SendAsync();

        // At 250 per second the next permit is there after 4 ms; at 4 % of it, after 100 ms.
        test.Clock.Advance(TimeSpan.FromMilliseconds(50));
        Task<SendResult> sending = test.SendAsync();
        Assert.Equal(isAdaptive ? 1 : 2, test.Handler.Requests);

        test.Clock.Advance(TimeSpan.FromMilliseconds(50));
        Assert.Equal(SendStatus.Accepted, (await sending).Status);
    }

    [Theory]
    [InlineData(202, 2)]
    [InlineData(429, 1)]
    public async Task A_429_of_the_server_halves_what_it_began_with(int statusCode, int requests)
    {
        using var test = new ClientUnderTest(options =>
        {
            (options.RateLimit.BatchesPerSecond, options.RateLimit.Burst) = (250, 1);
            options.Retry.MaxRetryAttempts = 0;
        });
        test.Clock.IsStopped = true;
        test.Handler.Respond(statusCode);
        await test.SendAsync();

        // A tenth of the 10 per second that it begins with is one permit; of 5, half of one.
        test.Clock.Advance(TimeSpan.FromMilliseconds(101));
        Task<SendResult> sending = test.SendAsync();
        Assert.Equal(requests, test.Handler.Requests);

        test.Clock.Advance(TimeSpan.FromMilliseconds(200));
        Assert.Equal(SendStatus.Accepted, (await sending).Status);
    }

    [Fact]
    public async Task Null_turns_the_limit_off()
    {
        using var test = new ClientUnderTest(options => options.RateLimit.BatchesPerSecond = null);

        SendResult[] results = await Task.WhenAll(Enumerable.Range(0, 1000).Select(_ => test.SendAsync()));

        Assert.All(results, result => Assert.Equal(SendStatus.Accepted, result.Status));
        Assert.Empty(test.Clock.Waits);
    }

    [Fact]
    public async Task All_sends_are_held_back_when_half_of_the_responses_were_429s()
    {
        using var test = new ClientUnderTest(options => options.Retry.MaxRetryAttempts = 0);
        test.Handler.Respond(202);
        test.Handler.Respond(429, retryAfter: "20");
        await test.SendAsync();
        await test.SendAsync();

        SendResult held = await test.SendAsync();

        Assert.Equal(SendStatus.Accepted, held.Status);
        Assert.Equal([TimeSpan.FromSeconds(20)], test.Clock.Waits);
    }

    [Fact]
    public async Task A_hold_beyond_the_budget_ends_a_send_at_once()
    {
        using var test = new ClientUnderTest();
        test.Handler.Respond(429, retryAfter: "500");
        await test.SendAsync();

        SendResult held = await test.SendAsync();

        Assert.Equal((SendStatus.Unavailable, 0, TimeSpan.FromSeconds(500)), (held.Status, held.Attempts, held.RetryAfter));
    }

    [Fact]
    public async Task A_429_without_a_wait_holds_nobody_back()
    {
        using var test = new ClientUnderTest(options => options.Retry.MaxRetryAttempts = 0);
        test.Handler.Respond(429);
        await test.SendAsync();

        Assert.Equal(SendStatus.Accepted, (await test.SendAsync()).Status);
        Assert.Empty(test.Clock.Waits);
    }

    [Fact]
    public async Task Other_sends_continue_when_fewer_than_half_of_the_responses_were_429s()
    {
        using var test = new ClientUnderTest(options => options.Retry.MaxRetryAttempts = 0);
        test.Handler.Respond(202, times: 2);
        test.Handler.Respond(429, retryAfter: "20");
        await test.SendAsync();
        await test.SendAsync();
        await test.SendAsync();

        Assert.Equal(SendStatus.Accepted, (await test.SendAsync()).Status);
        Assert.Empty(test.Clock.Waits);
    }

    [Fact]
    public async Task Responses_older_than_a_second_do_not_count_for_a_hold()
    {
        using var test = new ClientUnderTest(options => options.Retry.MaxRetryAttempts = 0);
        test.Handler.Respond(202, times: 3);
        test.Handler.Respond(429, retryAfter: "20");
        for (int i = 0; i < 3; i++)
        {
            await test.SendAsync();
        }

        test.Clock.Advance(TimeSpan.FromSeconds(2));
        await test.SendAsync();
        await test.SendAsync();

        Assert.Equal([TimeSpan.FromSeconds(20)], test.Clock.Waits);
    }
}
