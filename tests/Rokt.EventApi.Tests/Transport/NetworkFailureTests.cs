using System.Net;
using Polly.CircuitBreaker;
using Rokt.EventApi.Tests.Sending;

namespace Rokt.EventApi.Tests.Transport;

public sealed class NetworkFailureTests
{
    [Theory]
    [InlineData(HttpRequestError.NameResolutionError, "connection_failed")]
    [InlineData(HttpRequestError.ConnectionError, "connection_failed")]
    [InlineData(HttpRequestError.ProxyTunnelError, "connection_failed")]
    [InlineData(HttpRequestError.SecureConnectionError, "tls_failed")]
    [InlineData(HttpRequestError.ResponseEnded, "connection_lost")]
    [InlineData(HttpRequestError.InvalidResponse, "connection_lost")]
    [InlineData(HttpRequestError.Unknown, "connection_lost")]
    public async Task A_failed_connection_is_retried_and_then_unavailable(HttpRequestError error, string code)
    {
        code = Build.KnowsHttpRequestError ? code : "connection_lost";
        using var test = new ClientUnderTest();
        test.Handler.Fail(new HttpRequestException(error, "text of the exception"), times: 4);

        SendResult result = await test.SendAsync();

        Assert.Equal((SendStatus.Unavailable, 4, code), (result.Status, result.Attempts, Assert.Single(result.Errors).Code));
        Assert.Null(result.StatusCode);
        Assert.Equal(SendStatus.Accepted, (await test.SendAsync()).Status);
    }

    [Fact]
    public async Task A_stream_that_breaks_is_a_lost_connection()
    {
        using var test = new ClientUnderTest();
        test.Handler.Fail(new IOException());

        SendResult result = await test.SendAsync();

        Assert.Equal((SendStatus.Accepted, 2), (result.Status, result.Attempts));
    }

    [Fact]
    public async Task After_a_response_one_lost_connection_per_send_is_retried_at_once_and_the_waits_begin_with_the_next()
    {
        using var test = new ClientUnderTest();
        await test.SendAsync();
        for (int i = 0; i < 2; i++)
        {
            test.Handler.Fail(new IOException(), times: 3);

            SendResult result = await test.SendAsync();

            Assert.Equal((SendStatus.Accepted, 4), (result.Status, result.Attempts));
        }

        Assert.Equal([0.5, 1, 0.5, 1], test.Clock.Waits.Select(wait => wait.TotalSeconds));
    }

    [Fact]
    public async Task An_attempt_without_a_response_ends_at_its_timeout_and_is_retried()
    {
        using var test = new ClientUnderTest();
        test.Handler.Hang(() => test.Clock.Advance(ClientUnderTest.AttemptTimeout));

        SendResult result = await test.SendAsync();

        Assert.Equal((SendStatus.Accepted, 2), (result.Status, result.Attempts));
    }

    [Fact]
    public async Task The_budget_ends_a_send_and_what_the_server_said_last_stays_visible()
    {
        using var test = new ClientUnderTest(options => options.Retry.AttemptTimeout = TimeSpan.FromMinutes(30));
        test.Handler.Respond(503, retryAfter: "3");
        test.Handler.Hang(() => test.Clock.Advance(ClientUnderTest.TotalTimeout));

        SendResult result = await test.SendAsync();

        Assert.Equal((SendStatus.Unavailable, HttpStatusCode.ServiceUnavailable, 2), (result.Status, result.StatusCode, result.Attempts));
        Assert.Equal("timeout", Assert.Single(result.Errors).Code);
        Assert.Equal(TimeSpan.FromSeconds(3), result.RetryAfter);
    }

    [Fact]
    public async Task A_timeout_that_is_not_the_clients_own_is_a_timeout_all_the_same()
    {
        using var test = new ClientUnderTest(options => options.Retry.MaxRetryAttempts = 0);
        test.Handler.Fail(new TaskCanceledException("A handler's own timeout", new TimeoutException()));

        SendResult result = await test.SendAsync();

        Assert.Equal((SendStatus.Unavailable, "timeout"), (result.Status, Assert.Single(result.Errors).Code));
    }

    [Fact]
    public async Task A_circuit_breaker_of_a_handler_of_the_application_ends_a_send_as_the_clients_own_does()
    {
        using var test = new ClientUnderTest();
        test.Handler.Fail(new BrokenCircuitException("open", TimeSpan.FromSeconds(5)));

        SendResult result = await test.SendAsync();

        Assert.Equal((SendStatus.Unavailable, "circuit_open"), (result.Status, Assert.Single(result.Errors).Code));
        Assert.Equal(TimeSpan.FromSeconds(5), result.RetryAfter);
    }

    [Fact]
    public async Task A_connection_that_breaks_because_the_time_is_over_is_a_timeout()
    {
        using var test = new ClientUnderTest(options => options.Retry.MaxRetryAttempts = 0);
        test.Handler.Add(async _ =>
        {
            await Task.Yield();
            test.Clock.Advance(ClientUnderTest.AttemptTimeout);
            throw new HttpRequestException(HttpRequestError.Unknown);
        });

        SendResult result = await test.SendAsync();

        Assert.Equal((SendStatus.Unavailable, "timeout"), (result.Status, Assert.Single(result.Errors).Code));
    }
}
