using System.Globalization;
using Rokt.EventApi.Tests.Sending;

namespace Rokt.EventApi.Tests.Resilience;

public sealed class RetryWaitTests
{
    // Of a backoff of one second, with a random number of 0: half of it.
    private const double BackedOff = 0.5;

    [Theory]
    [InlineData("5", 5)]
    [InlineData("0", 0.1)]
    [InlineData("-5", BackedOff)]
    [InlineData("1.5", BackedOff)]
    [InlineData("abc", BackedOff)]
    [InlineData("+5", BackedOff)]
    [InlineData("2147483648", BackedOff)]
    [InlineData("5, 6", BackedOff)]
    [InlineData("2026-01-01T00:00:07Z", BackedOff)]
    [InlineData("Thu, 01 Jan 2026 00:00:07 GMT", 7)]
    [InlineData("Wed, 31 Dec 2025 23:59:00 GMT", 0.1)]
    [InlineData(null, BackedOff)]
    public async Task Each_form_of_Retry_After_has_its_wait(string? retryAfter, double seconds)
    {
        foreach (int statusCode in new[] { 429, 503 })
        {
            using var test = new ClientUnderTest();
            test.Handler.Respond(statusCode, retryAfter);

            SendResult result = await test.SendAsync();

            Assert.Equal((SendStatus.Accepted, 2), (result.Status, result.Attempts));
            Assert.Equal(TimeSpan.FromSeconds(seconds), Assert.Single(test.Clock.Waits.Distinct()));
        }
    }

    [Fact]
    public async Task Retry_After_gets_up_to_a_quarter_of_jitter_upward()
    {
        using var test = new ClientUnderTest(random: 1);
        test.Handler.Respond(503, retryAfter: "8");

        await test.SendAsync();

        Assert.Equal(TimeSpan.FromSeconds(10), Assert.Single(test.Clock.Waits));
    }

    [Theory]
    [InlineData(1.0, new[] { 1.0, 2, 4, 8, 10, 10 })]
    [InlineData(0.0, new[] { 0.5, 1, 2, 4, 5, 5 })]
    public async Task Without_Retry_After_waits_double_up_to_the_maximum_and_half_of_each_is_random(double random, double[] seconds)
    {
        using var test = new ClientUnderTest(options => options.Retry.MaxRetryAttempts = 6, random);
        test.Handler.Respond(500, times: 10);

        SendResult result = await test.SendAsync();

        Assert.Equal(7, result.Attempts);
        Assert.Equal(seconds.Select(TimeSpan.FromSeconds), test.Clock.Waits);
    }

    [Theory]
    [InlineData("101")]
    [InlineData("2147483647")]
    public async Task A_wait_that_does_not_fit_into_the_budget_is_not_begun(string retryAfter)
    {
        using var test = new ClientUnderTest();
        test.Handler.Respond(429, retryAfter);

        SendResult result = await test.SendAsync();

        Assert.Equal((SendStatus.Unavailable, 1), (result.Status, result.Attempts));
        Assert.Equal(TimeSpan.FromSeconds(int.Parse(retryAfter, CultureInfo.InvariantCulture)), result.RetryAfter);
        Assert.Empty(test.Clock.Waits);
    }

    [Theory]
    [InlineData("60", 1)]
    [InlineData("59", 2)]
    public async Task A_wait_that_takes_all_that_is_left_of_the_budget_is_not_begun(string retryAfter, int attempts)
    {
        using var test = new ClientUnderTest(options => options.Retry.TotalTimeout = TimeSpan.FromSeconds(60));
        test.Handler.Respond(503, retryAfter);

        Assert.Equal(attempts, (await test.SendAsync()).Attempts);
        Assert.Equal(attempts - 1, test.Clock.Waits.Count);
    }

    [Fact]
    public async Task A_Retry_After_is_waited_once_and_not_again_after_a_connection_is_lost()
    {
        using var test = new ClientUnderTest();
        test.Handler.Respond(429, retryAfter: "5");
        test.Handler.Fail(new HttpRequestException(HttpRequestError.ConnectionError));

        SendResult result = await test.SendAsync();

        Assert.Equal((SendStatus.Accepted, 3), (result.Status, result.Attempts));
        Assert.Equal([TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(1)], test.Clock.Waits);
    }

    [Fact]
    public async Task A_wait_is_rounded_up_to_what_a_timer_can_count()
    {
        using var test = new ClientUnderTest(random: 0.0001);
        test.Handler.Respond(503, retryAfter: "8");

        await test.SendAsync();

        Assert.Equal([TimeSpan.FromMilliseconds(8001)], test.Clock.Waits);
    }

    [Fact]
    public async Task A_wait_is_measured_against_what_earlier_waits_left_of_the_budget()
    {
        using var test = new ClientUnderTest();
        test.Handler.Respond(503, retryAfter: "60", times: 2);

        SendResult result = await test.SendAsync();

        Assert.Equal((SendStatus.Unavailable, 2), (result.Status, result.Attempts));
        Assert.Equal(TimeSpan.FromSeconds(60), result.RetryAfter);
        Assert.Equal([TimeSpan.FromSeconds(60)], test.Clock.Waits);
    }

    [Fact]
    public async Task After_a_wait_that_took_all_of_the_budget_there_is_no_attempt()
    {
        using var test = new ClientUnderTest();
        test.Clock.IsStopped = true;
        test.Handler.Respond(503, retryAfter: "60");
        Task<SendResult> sending = test.SendAsync();

        test.Clock.Advance(ClientUnderTest.TotalTimeout);
        SendResult result = await sending;

        Assert.Equal((SendStatus.Unavailable, 1, "timeout"), (result.Status, result.Attempts, Assert.Single(result.Errors).Code));
        Assert.Equal(1, test.Handler.Requests);
    }
}
