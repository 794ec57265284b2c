using System.Net;

namespace Rokt.EventApi.Tests.Sending;

public sealed class OutcomeTests
{
    [Theory]
    [InlineData(200, SendStatus.Accepted, 1)]
    [InlineData(202, SendStatus.Accepted, 1)]
    [InlineData(204, SendStatus.Accepted, 1)]
    [InlineData(301, SendStatus.Rejected, 1)]
    [InlineData(307, SendStatus.Rejected, 1)]
    [InlineData(400, SendStatus.Rejected, 1)]
    [InlineData(401, SendStatus.Rejected, 1)]
    [InlineData(403, SendStatus.Rejected, 1)]
    [InlineData(404, SendStatus.Rejected, 1)]
    [InlineData(408, SendStatus.Unavailable, 4)]
    [InlineData(409, SendStatus.Rejected, 1)]
    [InlineData(413, SendStatus.Rejected, 1)]
    [InlineData(422, SendStatus.Rejected, 1)]
    [InlineData(429, SendStatus.Unavailable, 4)]
    [InlineData(500, SendStatus.Unavailable, 4)]
    [InlineData(502, SendStatus.Unavailable, 4)]
    [InlineData(503, SendStatus.Unavailable, 4)]
    [InlineData(504, SendStatus.Unavailable, 4)]
    [InlineData(599, SendStatus.Unavailable, 4)]
    public async Task A_status_decides_the_outcome_and_whether_it_is_retried(int statusCode, SendStatus status, int attempts)
    {
        using var test = new ClientUnderTest();
        test.Handler.Respond(statusCode, times: 10);

        SendResult result = await test.SendAsync();

        Assert.Equal((status, (HttpStatusCode)statusCode, attempts), (result.Status, result.StatusCode, result.Attempts));
        Assert.Equal(attempts, test.Handler.Requests);
        Assert.Single(test.Handler.Bodies.Distinct());
    }

    [Fact]
    public async Task Retries_end_with_the_first_response_that_is_final()
    {
        using var test = new ClientUnderTest();
        test.Handler.Respond(503);
        test.Handler.Respond(429);
        test.Handler.Respond(400);

        SendResult result = await test.SendAsync();

        Assert.Equal((SendStatus.Rejected, HttpStatusCode.BadRequest, 3), (result.Status, result.StatusCode, result.Attempts));
    }

    [Fact]
    public async Task Without_retries_one_attempt_is_made()
    {
        using var test = new ClientUnderTest(options => options.Retry.MaxRetryAttempts = 0);
        test.Handler.Respond(503);

        SendResult result = await test.SendAsync();

        Assert.Equal((SendStatus.Unavailable, 1), (result.Status, result.Attempts));
    }

    [Fact]
    public async Task What_the_server_says_of_its_rate_limit_is_surfaced()
    {
        using var test = new ClientUnderTest(options => options.Retry.MaxRetryAttempts = 0);
        test.Handler.Add(_ => Task.FromResult(With(ScriptedHandler.Response(429), "X-mp-rate-limit-exceeded", "account")));
        test.Handler.Add(_ => Task.FromResult(With(ScriptedHandler.Response(202), "X-mp-rate-limit-percentage-used", "71.5")));

        Assert.Equal("account", (await test.SendAsync()).RateLimitExceeded);
        Assert.Equal(71.5, (await test.SendAsync()).RateLimitPercentageUsed);
    }

    [Fact]
    public async Task For_an_outbox_one_attempt_is_made_and_none_when_it_is_withdrawn_while_it_waits()
    {
        using var test = new ClientUnderTest();
        test.Handler.Respond(429, retryAfter: "3");

        SendResult first = await SendOnceAsync(() => true);
        int requests = test.Handler.Requests;
        SendResult second = await SendOnceAsync(() => false);

        Assert.Equal((SendStatus.Unavailable, 1, 1), (first.Status, first.Attempts, requests));
        Assert.Equal((SendStatus.Unavailable, 0, 1), (second.Status, second.Attempts, test.Handler.Requests));
        Assert.Equal(TimeSpan.FromSeconds(3), Assert.Single(test.Clock.Waits));

        Task<SendResult> SendOnceAsync(Func<bool> canAttempt) => test.Client.SendAsync(
            test.Client.Prepare(GuideExample.Event)!,
            new PreparedSendOptions { SingleAttempt = true, CanAttempt = canAttempt },
            TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task The_attempt_for_an_outbox_has_its_whole_time_after_the_wait_for_a_permit()
    {
        using var test = new ClientUnderTest(options => (options.RateLimit.BatchesPerSecond, options.RateLimit.Burst) = (0.05, 1));
        await test.SendAsync();
        test.Clock.IsStopped = true;
        test.Handler.Add(async _ =>
        {
            await Task.Yield();
            test.Clock.Advance(ClientUnderTest.AttemptTimeout - TimeSpan.FromSeconds(1));
            return ScriptedHandler.Response(202);
        });
        Task<SendResult> sending = test.Client.SendAsync(
            test.Client.Prepare(GuideExample.Event)!, new PreparedSendOptions { SingleAttempt = true }, TestContext.Current.CancellationToken);

        Assert.Equal(1, test.Handler.Requests);
        test.Clock.Advance(TimeSpan.FromSeconds(20));

        Assert.Equal(SendStatus.Accepted, (await sending).Status);
    }

    [Fact]
    public void Only_an_accepted_send_passes_EnsureAccepted()
    {
        new SendResult(SendStatus.Accepted).EnsureAccepted();

        Assert.False(Assert.Throws<EventApiException>(new SendResult(SendStatus.Rejected).EnsureAccepted).IsTransient);
        Assert.True(Assert.Throws<EventApiException>(new SendResult(SendStatus.Unavailable).EnsureAccepted).IsTransient);
    }

    private static HttpResponseMessage With(HttpResponseMessage response, string header, string value)
    {
        response.Headers.Add(header, value);
        return response;
    }
}
