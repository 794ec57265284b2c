using Rokt.EventApi.Tests.Sending;

namespace Rokt.EventApi.Tests.Transport;

/// <summary>Whatever a handler of the application does, a send ends in one of the three outcomes.</summary>
public sealed class HandlerFaultTests
{
    public static TheoryData<Exception> Faults =>
    [
        new InvalidOperationException("zqxmark"),
        new ObjectDisposedException("zqxmark"),
        new ArgumentException("zqxmark"),
        new FormatException("zqxmark"),
        new UnauthorizedAccessException("zqxmark"),
        new AggregateException(new InvalidOperationException("zqxmark")),
        new NotSupportedException("zqxmark"),
        new TimeoutException("zqxmark"),
        new OwnException(),
    ];

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task Whatever_it_throws_is_unavailable_and_named_by_its_type_alone(Exception fault)
    {
        using var test = new ClientUnderTest();
        test.Handler.Fail(fault);

        SendResult result = await test.SendAsync();

        EventApiError error = Assert.Single(result.Errors);
        Assert.Equal((SendStatus.Unavailable, 1, "handler_failed"), (result.Status, result.Attempts, error.Code));
        Assert.Contains(fault.GetType().FullName!, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("zqxmark", error.Message, StringComparison.Ordinal);
        Assert.Equal(SendStatus.Accepted, (await test.SendAsync()).Status);
    }

    [Fact]
    public async Task What_it_throws_before_it_returns_a_task_is_unavailable_too()
    {
        using var handler = new LambdaHandler((_, _) => throw new InvalidOperationException());

        Assert.Equal("handler_failed", Assert.Single((await SendAsync(handler)).Errors).Code);
    }

    [Fact]
    public async Task A_response_that_is_null_is_unavailable()
    {
        using var handler = new LambdaHandler((_, _) => Task.FromResult<HttpResponseMessage>(null!));

        Assert.Equal("handler_failed", Assert.Single((await SendAsync(handler)).Errors).Code);
    }

    [Fact]
    public async Task A_response_without_content_counts_by_its_status()
    {
        using var handler = new LambdaHandler((_, _) => Task.FromResult(new HttpResponseMessage(System.Net.HttpStatusCode.OK) { Content = null }));

        Assert.Equal(SendStatus.Accepted, (await SendAsync(handler)).Status);
    }

    [Fact]
    public async Task A_handler_that_is_disposed_is_unavailable()
    {
        var handler = new HttpClientHandler();
        handler.Dispose();

        Assert.Equal("handler_failed", Assert.Single((await SendAsync(handler)).Errors).Code);
    }

    [Fact]
    public async Task It_does_not_open_the_circuit()
    {
        using var test = new ClientUnderTest(options => (options.CircuitBreaker.MinimumThroughput, options.CircuitBreaker.FailureRatio) = (2, 0.01));
        test.Handler.Fail(new InvalidOperationException(), times: 5);
        for (int i = 0; i < 5; i++)
        {
            await test.SendAsync();
        }

        Assert.Equal(SendStatus.Accepted, (await test.SendAsync()).Status);
    }

    [Fact]
    public async Task The_callers_own_cancellation_stays_one_whatever_it_throws()
    {
        using var test = new ClientUnderTest();
        using var cancel = new CancellationTokenSource();
        test.Handler.Add(async _ =>
        {
            await cancel.CancelAsync();
            throw new InvalidOperationException();
        });

        OperationCanceledException exception = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => test.SendAsync(cancel.Token));

        Assert.Equal(cancel.Token, exception.CancellationToken);
    }

    private static async Task<SendResult> SendAsync(HttpMessageHandler handler)
    {
        var options = new EventApiOptions { ApiKey = "key", ApiSecret = "secret", Pod = Pod.US1, Environment = EventEnvironment.Development };
        using var client = new EventApiClient(options, handler: handler);
        return await client.SendAsync(GuideExample.Event, TestContext.Current.CancellationToken);
    }

    private sealed class LambdaHandler(Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> sendAsync) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => sendAsync(request, cancellationToken);
    }

    private sealed class OwnException() : Exception("zqxmark");
}
