using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using Rokt.EventApi.Tests.Sending;

namespace Rokt.EventApi.Tests.Diagnostics;

public sealed class TelemetryTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_send_is_counted_and_measured_with_its_outcome()
    {
        using var meters = new TestMeterFactory();
        using var recorder = new MeasurementRecorder(meters);
        using var test = new ClientUnderTest(meters: meters);
        test.Handler.Answer(503);
        test.Handler.Answer(429);

        await test.SendAsync();

        Assert.Equal(
            [
                "rokt.event_api.attempts [{attempt}] error.type=429 rokt.client.name= rokt.outcome=unavailable",
                "rokt.event_api.attempts [{attempt}] error.type=503 rokt.client.name= rokt.outcome=unavailable",
                "rokt.event_api.attempts [{attempt}] rokt.client.name= rokt.outcome=accepted",
                "rokt.event_api.rate_limit.wait.duration [s] rokt.client.name=",
                "rokt.event_api.request.body.size [By] rokt.client.name=",
                "rokt.event_api.retries [{retry}] error.type=429 rokt.client.name=",
                "rokt.event_api.retries [{retry}] error.type=503 rokt.client.name=",
                "rokt.event_api.send.duration [s] rokt.client.name= rokt.outcome=accepted",
                "rokt.event_api.sends [{send}] rokt.client.name= rokt.outcome=accepted",
            ],
            recorder.Seen.Distinct().Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(202, "accepted", null, 1)]
    [InlineData(400, "rejected", "400", 1)]
    [InlineData(503, "unavailable", "503", 4)]
    public async Task A_send_is_one_span_with_its_outcome(int statusCode, string outcome, string? error, int attempts)
    {
        var spans = new List<Activity>();
        using var root = new Activity("test");
        root.Start();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "Rokt.EventApi",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity =>
            {
                if (activity.TraceId == root.TraceId)
                {
                    spans.Add(activity);
                }
            },
        };
        ActivitySource.AddActivityListener(listener);
        using var test = new ClientUnderTest();
        test.Handler.Answer(statusCode, times: attempts);

        await test.SendAsync();

        Activity span = Assert.Single(spans);
        Assert.Equal("rokt.event_api.send", span.OperationName);
        Assert.Equal(outcome, span.GetTagItem("rokt.outcome"));
        Assert.Equal(attempts, span.GetTagItem("rokt.attempts"));
        Assert.Equal(statusCode, span.GetTagItem("http.response.status_code"));
        Assert.Equal("s2s.us1.mparticle.com", span.GetTagItem("server.address"));
        Assert.Equal(error, span.GetTagItem("error.type"));
        Assert.Equal(error is null ? ActivityStatusCode.Unset : ActivityStatusCode.Error, span.Status);
    }

    [Theory]
    [InlineData(202, 1, LogLevel.Debug)]
    [InlineData(403, 2, LogLevel.Error)]
    [InlineData(503, 3, LogLevel.Warning)]
    public async Task A_send_is_one_log_line_with_a_stable_id(int statusCode, int id, LogLevel level)
    {
        var logger = new FakeLogger();
        using var test = new ClientUnderTest(options => options.Retry.MaxRetryAttempts = 0, logger: logger);
        test.Handler.Answer(statusCode);

        await test.SendAsync();

        FakeLogRecord record = Assert.Single(logger.Collector.GetSnapshot());
        Assert.Equal((id, level), (record.Id.Id, record.Level));
    }

    [Fact]
    public async Task A_retry_is_logged_with_its_reason()
    {
        var logger = new FakeLogger();
        using var test = new ClientUnderTest(logger: logger);
        test.Handler.Answer(503);

        await test.SendAsync();

        Assert.Equal([4, 1], logger.Collector.GetSnapshot().Select(record => record.Id.Id));
        Assert.Contains("503", logger.Collector.GetSnapshot()[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Events_that_cannot_be_deduplicated_are_mentioned_once_a_client()
    {
        var logger = new FakeLogger();
        using var test = new ClientUnderTest(logger: logger);
        ConversionEvent conversion = GuideExample.Builder().WithConfirmationRef(null).Build();

        await test.SendAsync();
        await test.Client.SendAsync(conversion, Cancellation);
        await test.Client.SendAsync(conversion, Cancellation);

        FakeLogRecord record = Assert.Single(logger.Collector.GetSnapshot(), record => record.Id.Id == 5);
        Assert.Equal(LogLevel.Information, record.Level);
    }
}
