using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using Rokt.EventApi.Tests.Diagnostics;

namespace Rokt.EventApi.Tests.Sending;

/// <summary>What <see cref="EventApiOptions.BeforeSend"/> makes of each conversion.</summary>
public sealed class BeforeSendTests
{
    private static readonly ConversionEvent Other = GuideExample.Builder().WithConfirmationRef("OTHER").Build();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_runs_once_per_conversion_however_often_that_is_tried()
    {
        int calls = 0;
        using var test = new ClientUnderTest(options => options.BeforeSend = conversion =>
        {
            calls++;
            return conversion;
        });
        test.Handler.Respond(503, times: 3);

        SendResult result = await test.SendAsync();

        Assert.Equal((SendStatus.Accepted, 4, 1), (result.Status, result.Attempts, calls));
    }

    [Fact]
    public async Task What_it_returns_is_sent()
    {
        using var test = new ClientUnderTest(options => options.BeforeSend = _ => Other);

        await test.SendAsync();
        await test.Client.SendAsync([GuideExample.Event], Cancellation);
        await test.Client.SendStreamAsync(new[] { GuideExample.Event }.ToAsyncEnumerable(), cancellationToken: Cancellation).ToListAsync(Cancellation);

        Assert.Equal(3, test.Handler.Requests);
        Assert.All(test.Handler.Bodies, body => Assert.Contains("OTHER", body, StringComparison.Ordinal));
        Assert.Equal("OTHER", test.Client.Prepare(GuideExample.Event)!.ConfirmationRef);
    }

    [Fact]
    public async Task Null_drops_the_conversion_which_is_logged_and_counted()
    {
        var logger = new FakeLogger();
        using var meters = new TestMeterFactory();
        using var recorder = new MeasurementRecorder(meters);
        using var test = new ClientUnderTest(options => options.BeforeSend = _ => null, logger: logger, meters: meters);

        SendResult result = await test.SendAsync();

        Assert.Equal((SendStatus.Rejected, 0, null, "dropped"), (result.Status, result.Attempts, result.StatusCode, Assert.Single(result.Errors).Code));
        Assert.Equal(0, test.Handler.Requests);
        Assert.Equal((LogLevel.Information, "Dropped"), (Assert.Single(logger.Collector.GetSnapshot()).Level, logger.Collector.LatestRecord.Id.Name));
        Assert.Equal(["rokt.event_api.sends [{send}] error.type=dropped rokt.outcome=rejected"], recorder.Seen);
        Assert.Null(test.Client.Prepare(GuideExample.Event));
    }

    [Fact]
    public async Task Results_of_a_batch_stay_in_the_order_of_its_events()
    {
        using var test = new ClientUnderTest(options => options.BeforeSend = conversion => conversion.ConfirmationRef == "OTHER" ? null : conversion);

        IReadOnlyList<SendResult> results = await test.Client.SendAsync([Other, GuideExample.Event, Other, GuideExample.Event], Cancellation);
        List<StreamedResult> streamed = await test.Client
            .SendStreamAsync(new[] { GuideExample.Event, Other }.ToAsyncEnumerable(), cancellationToken: Cancellation).ToListAsync(Cancellation);

        Assert.Equal(
            [SendStatus.Rejected, SendStatus.Accepted, SendStatus.Rejected, SendStatus.Accepted],
            results.Select(result => result.Status));
        Assert.Equal([SendStatus.Accepted, SendStatus.Rejected], streamed.Select(sent => sent.Result.Status));
        Assert.All(test.Handler.Bodies, body => Assert.DoesNotContain("OTHER", body, StringComparison.Ordinal));
    }

    [Fact]
    public async Task When_it_throws_nothing_is_sent_and_nothing_of_its_message_is_disclosed()
    {
        var logger = new FakeLogger();
        using var test = new ClientUnderTest(options => options.BeforeSend = _ => throw new TimeoutException("SENTINEL"), logger: logger);

        SendResult result = await test.SendAsync();
        var prepared = Assert.Throws<InvalidOperationException>(() => test.Client.Prepare(GuideExample.Event));

        EventApiError error = Assert.Single(result.Errors);
        Assert.Equal((SendStatus.Unavailable, 0, "before_send_failed"), (result.Status, result.Attempts, error.Code));
        Assert.Equal(0, test.Handler.Requests);
        Assert.Equal(2, logger.Collector.Count);
        Assert.All(logger.Collector.GetSnapshot(), record => Assert.Equal((LogLevel.Error, "BeforeSendFailed", null), (record.Level, record.Id.Name, record.Exception)));
        Assert.All([error.Message, prepared.ToString(), .. logger.Collector.GetSnapshot().Select(record => record.Message)], text =>
        {
            Assert.Contains("System.TimeoutException", text, StringComparison.Ordinal);
            Assert.DoesNotContain("SENTINEL", text, StringComparison.Ordinal);
        });
    }

    [Theory]
    [InlineData("http://sandbox:5270", EventEnvironment.Production, false)]
    [InlineData("http://sandbox:5270", EventEnvironment.Development, true)]
    [InlineData("http://localhost:5270", EventEnvironment.Production, true)]
    [InlineData("https://sandbox", EventEnvironment.Production, true)]
    public async Task Live_data_is_not_sent_over_insecure_HTTP_even_when_one_event_alone_is_live(string address, EventEnvironment environment, bool isSent)
    {
        var logger = new FakeLogger();
        using var test = new ClientUnderTest(options => (options.BaseAddress, options.AllowInsecureHttp) = (new Uri(address), true), logger: logger);
        ConversionEvent conversion = GuideExample.Builder().WithEnvironment(environment).Build();

        SendResult result = await test.Client.SendAsync(conversion, Cancellation);

        Assert.Equal(isSent ? [] : ["insecure_http"], result.Errors.Select(error => error.Code));
        Assert.All(result.Errors, error => Assert.Contains("BaseAddress", error.Message, StringComparison.Ordinal));
        Assert.Equal(isSent ? (SendStatus.Accepted, 1) : (SendStatus.Rejected, 0), (result.Status, result.Attempts));
        Assert.Equal(isSent ? 1 : 0, test.Handler.Requests);
        Assert.Equal(isSent ? "Accepted" : "InsecureHttp", Assert.Single(logger.Collector.GetSnapshot()).Id.Name);
        Assert.Equal(isSent, Record.Exception(() => test.Client.Prepare(conversion)) is null);
    }
}
