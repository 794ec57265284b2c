using Rokt.EventApi.Tests.Diagnostics;

namespace Rokt.EventApi.Tests.Sending;

public sealed class CancellationTests
{
    [Fact]
    public async Task A_send_that_is_cancelled_before_it_begins_sends_nothing()
    {
        using var test = new ClientUnderTest();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => test.SendAsync(new CancellationToken(canceled: true)));

        Assert.Equal(0, test.Handler.Requests);
    }

    [Fact]
    public async Task A_send_can_be_cancelled_while_it_waits_for_the_response()
    {
        using var test = new ClientUnderTest();
        using var cancel = new CancellationTokenSource();
        test.Handler.Hang(cancel.Cancel);

        OperationCanceledException exception = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => test.SendAsync(cancel.Token));

        Assert.Equal(cancel.Token, exception.CancellationToken);
        Assert.Equal(1, test.Handler.Requests);
    }

    [Fact]
    public async Task A_send_without_retries_can_be_cancelled_while_it_waits_for_the_response()
    {
        using var test = new ClientUnderTest(options => options.Retry.MaxRetryAttempts = 0);
        using var cancel = new CancellationTokenSource();
        test.Handler.Hang(cancel.Cancel);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => test.SendAsync(cancel.Token));
    }

    [Theory]
    [InlineData(3)]
    [InlineData(0)]
    public async Task A_connection_that_breaks_because_the_caller_cancelled_is_a_cancellation_and_no_failed_attempt(int retries)
    {
        using var meters = new TestMeterFactory();
        using var recorder = new MeasurementRecorder(meters);
        using var test = new ClientUnderTest(options => options.Retry.MaxRetryAttempts = retries, meters: meters);
        using var cancel = new CancellationTokenSource();
        test.Handler.Add(async _ =>
        {
            await cancel.CancelAsync();
            throw new HttpRequestException(HttpRequestError.Unknown);
        });

        OperationCanceledException exception = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => test.SendAsync(cancel.Token));

        Assert.Equal(cancel.Token, exception.CancellationToken);
        Assert.Equal(1, test.Handler.Requests);
        Assert.DoesNotContain(recorder.Seen, measurement => measurement.StartsWith("rokt.event_api.attempts", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_send_can_be_cancelled_while_it_waits_to_retry()
    {
        using var test = new ClientUnderTest();
        test.Clock.IsStopped = true;
        using var cancel = new CancellationTokenSource();
        test.Handler.Respond(503, retryAfter: "60");
        Task<SendResult> sending = test.SendAsync(cancel.Token);

        Assert.Equal([TimeSpan.FromSeconds(60)], test.Clock.Waits);
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sending);
        Assert.Equal(1, test.Handler.Requests);
    }

    [Fact]
    public async Task A_send_can_be_cancelled_while_it_waits_for_the_rate_limit()
    {
        using var test = new ClientUnderTest(options => (options.RateLimit.BatchesPerSecond, options.RateLimit.Burst) = (1, 1));
        test.Clock.IsStopped = true;
        using var cancel = new CancellationTokenSource();
        await test.SendAsync();
        Task<SendResult> sending = test.SendAsync(cancel.Token);

        Assert.False(sending.IsCompleted);
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sending);
        Assert.Equal(1, test.Handler.Requests);
    }
}
