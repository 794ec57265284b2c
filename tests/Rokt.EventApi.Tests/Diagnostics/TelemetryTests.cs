using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using Rokt.EventApi.Tests.RateLimiting;
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
        test.Handler.Respond(503);
        test.Handler.Respond(429);

        await test.SendAsync();

        Assert.Equal(
            [
                "rokt.event_api.attempts [{attempt}] error.type=429 rokt.outcome=unavailable",
                "rokt.event_api.attempts [{attempt}] error.type=503 rokt.outcome=unavailable",
                "rokt.event_api.attempts [{attempt}] rokt.outcome=accepted",
                "rokt.event_api.rate_limit.wait.duration [s]",
                "rokt.event_api.request.body.size [By]",
                "rokt.event_api.retries [{retry}] error.type=429",
                "rokt.event_api.retries [{retry}] error.type=503",
                "rokt.event_api.send.duration [s] rokt.outcome=accepted",
                "rokt.event_api.sends [{send}] rokt.outcome=accepted",
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
        using ActivityListener listener = Listen(root, spans.Add);
        using var test = new ClientUnderTest();
        test.Handler.Respond(statusCode, times: attempts);

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
        test.Handler.Respond(statusCode);

        await test.SendAsync();

        FakeLogRecord record = Assert.Single(logger.Collector.GetSnapshot());
        Assert.Equal((id, level), (record.Id.Id, record.Level));
    }

    [Fact]
    public async Task A_retry_is_logged_with_its_reason()
    {
        var logger = new FakeLogger();
        using var test = new ClientUnderTest(logger: logger);
        test.Handler.Respond(503);

        await test.SendAsync();

        Assert.Equal([4, 1], logger.Collector.GetSnapshot().Select(record => record.Id.Id));
        Assert.Contains("503", logger.Collector.GetSnapshot()[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Events_that_cannot_be_deduplicated_are_mentioned_once_per_client()
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

    [Fact]
    public async Task The_wait_of_each_attempt_for_the_rate_limit_is_measured_alone()
    {
        using var meters = new TestMeterFactory();
        var waits = new List<double>();
        using MeterListener listener = Listen(meters, instrument => instrument.Name == "rokt.event_api.rate_limit.wait.duration");
        listener.SetMeasurementEventCallback<double>((_, wait, _, _) => waits.Add(wait));
        using var limiter = new ScriptedLimiter();
        using var test = new ClientUnderTest(options => options.RateLimit.RateLimiter = limiter, meters: meters);
        test.Handler.Add(_ =>
        {
            limiter.Refuse(TimeSpan.FromSeconds(4));
            return Task.FromResult(ScriptedHandler.Response(503, retryAfter: "3"));
        });

        await test.SendAsync();

        Assert.Equal([0, 4], waits);
    }

    [Fact]
    public async Task A_send_that_is_withdrawn_before_its_attempt_is_not_recorded_but_one_without_a_permit_is()
    {
        var logger = new FakeLogger();
        using var meters = new TestMeterFactory();
        using var recorder = new MeasurementRecorder(meters);
        using var limiter = new ScriptedLimiter();
        using var test = new ClientUnderTest(options => options.RateLimit.RateLimiter = limiter, logger: logger, meters: meters);

        await test.Client.SendAsync(test.Client.Prepare(GuideExample.Event)!, new PreparedSendOptions { CanAttempt = () => false }, Cancellation);
        Assert.Empty(logger.Collector.GetSnapshot());
        Assert.DoesNotContain(recorder.Seen, measurement => measurement.StartsWith("rokt.event_api.send", StringComparison.Ordinal));

        limiter.Refuse(null);
        await test.SendAsync();
        Assert.Single(logger.Collector.GetSnapshot());
        Assert.Contains("rokt.event_api.sends [{send}] error.type=rate_limit rokt.outcome=unavailable", recorder.Seen);
    }

    [Fact]
    public void The_metrics_of_a_client_end_with_it()
    {
        using var meters = new TestMeterFactory();
        var ended = new List<string>();
        using MeterListener listener = Listen(meters, _ => true);
        listener.MeasurementsCompleted = (instrument, _) => ended.Add(instrument.Name);
        var test = new ClientUnderTest(meters: meters);
        Assert.Empty(ended);

        test.Dispose();

        Assert.Contains("rokt.event_api.sends", ended);
    }

    [Fact]
    public async Task A_named_client_is_a_tag_of_every_measurement_and_of_the_span()
    {
        using var meters = new TestMeterFactory();
        using var recorder = new MeasurementRecorder(meters);
        var handler = new ScriptedHandler();
        handler.Respond(503);
        var services = new ServiceCollection();
        services.AddSingleton<IMeterFactory>(meters);
        services.AddRoktEventApi("shoes", options =>
        {
            (options.ApiKey, options.ApiSecret, options.Pod, options.Environment) = ("key", "secret", Pod.US1, EventEnvironment.Development);
            options.Retry.BaseDelay = TimeSpan.FromMilliseconds(1);
        }).ConfigurePrimaryHttpMessageHandler(() => handler);
        await using ServiceProvider provider = services.BuildServiceProvider();
        using var root = new Activity("test");
        root.Start();
        var spans = new List<Activity>();
        using ActivityListener listener = Listen(root, spans.Add);

        await provider.GetRequiredKeyedService<IEventApiClient>("shoes").SendAsync(GuideExample.Event, Cancellation);

        Assert.NotEmpty(recorder.Seen);
        Assert.All(recorder.Seen, measurement => Assert.Contains("rokt.client.name=shoes", measurement, StringComparison.Ordinal));
        Assert.Equal("shoes", Assert.Single(spans).GetTagItem("rokt.client.name"));
    }

    [Fact]
    public async Task The_unnamed_client_has_no_name_in_telemetry()
    {
        using var root = new Activity("test");
        root.Start();
        var spans = new List<Activity>();
        using ActivityListener listener = Listen(root, spans.Add);
        using var test = new ClientUnderTest();

        await test.SendAsync();

        Assert.DoesNotContain("rokt.client.name", Assert.Single(spans).TagObjects.Select(tag => tag.Key));
    }

    [Fact]
    public void Histograms_have_buckets_that_suit_what_they_measure()
    {
        using var meters = new TestMeterFactory();
        var boundaries = new Dictionary<string, IReadOnlyList<double>>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, _) =>
            {
                if (instrument.Meter.Scope == meters)
                {
                    if (instrument is Histogram<double> seconds)
                    {
                        boundaries.Add(instrument.Name, seconds.Advice!.HistogramBucketBoundaries!);
                    }
                    else if (instrument is Histogram<int> bytes)
                    {
                        boundaries.Add(instrument.Name, [.. bytes.Advice!.HistogramBucketBoundaries!.Select(boundary => (double)boundary)]);
                    }
                }
            },
        };
        listener.Start();
        using var test = new ClientUnderTest(meters: meters);

        Assert.Equal(
            [
                ("rokt.event_api.rate_limit.wait.duration", 0.005, 30.0),
                ("rokt.event_api.request.body.size", 256.0, 262_144.0),
                ("rokt.event_api.send.duration", 0.005, 30.0),
            ],
            boundaries.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => (pair.Key, pair.Value[0], pair.Value[^1])));
        Assert.All(boundaries.Values, values => Assert.Equal(values.Order().Distinct(), values));
    }

    [Fact]
    public async Task Telemetry_is_collected_under_the_public_names()
    {
        using var root = new Activity("test");
        root.Start();
        var spans = new List<Activity>();
        using ActivityListener listener = Listen(root, spans.Add);
        using var meters = new TestMeterFactory();
        var names = new HashSet<string>();
        using var instruments = new MeterListener();
        instruments.InstrumentPublished = (instrument, _) => names.UnionWith(instrument.Meter.Scope == meters ? [instrument.Meter.Name] : []);
        instruments.Start();
        using var test = new ClientUnderTest(meters: meters);

        await test.SendAsync();

        Assert.Equal(EventApiTelemetry.ActivitySourceName, Assert.Single(spans).Source.Name);
        Assert.Equal([EventApiTelemetry.MeterName], names);
    }

    private static MeterListener Listen(TestMeterFactory meters, Func<Instrument, bool> isHeard)
    {
        var listener = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter.Scope == meters && isHeard(instrument))
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.Start();
        return listener;
    }

    private static ActivityListener Listen(Activity root, Action<Activity> stopped)
    {
        var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == EventApiTelemetry.ActivitySourceName,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity =>
            {
                if (activity.TraceId == root.TraceId)
                {
                    stopped(activity);
                }
            },
        };
        ActivitySource.AddActivityListener(listener);
        return listener;
    }
}
