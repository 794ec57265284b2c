using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using Rokt.EventApi.Tests.Sending;

namespace Rokt.EventApi.Tests.Diagnostics;

/// <summary>What is recorded of the conversions themselves.</summary>
public sealed class ConversionRecordTests : IDisposable
{
    private readonly TestMeterFactory _meters = new();
    private readonly MeasurementRecorder _measurements;
    private readonly FakeLogger _logger = new();
    private readonly ClientUnderTest _test;

    public ConversionRecordTests()
    {
        _measurements = new MeasurementRecorder(_meters);
        _test = new ClientUnderTest(logger: _logger, meters: _meters);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private IEnumerable<string> Mistimed => _measurements.Seen.Where(measurement => measurement.Contains("mistimed", StringComparison.Ordinal));

    private IEnumerable<string> Dropped => _measurements.Seen.Where(measurement => measurement.Contains("dropped", StringComparison.Ordinal));

    private int Warnings => _logger.Collector.GetSnapshot().Count(record => record.Id.Id == 11 && record.Level == LogLevel.Warning);

    public void Dispose()
    {
        _test.Dispose();
        _measurements.Dispose();
        _meters.Dispose();
    }

    [Theory]
    [InlineData(-30 * 24 * 3600, null)]
    [InlineData((-30 * 24 * 3600) - 1, "too_old")]
    [InlineData(24 * 3600, null)]
    [InlineData((24 * 3600) + 1, "ahead")]
    public async Task An_event_older_than_30_days_or_more_than_a_day_ahead_is_sent_and_counted(int seconds, string? how)
    {
        ConversionEvent conversion = At(seconds);

        SendResult result = await _test.Client.SendAsync(conversion, Cancellation);

        Assert.Equal(SendStatus.Accepted, result.Status);
        Assert.Equal(how is null ? [] : [$"rokt.event_api.events.mistimed [{{event}}] rokt.event_time={how}"], Mistimed);
        Assert.Equal(how is null ? 0 : 1, Warnings);
    }

    [Fact]
    public async Task The_warning_comes_once_per_client_and_each_way_of_sending_counts()
    {
        ConversionEvent conversion = At(-45 * 24 * 3600);

        await _test.Client.SendAsync(conversion, Cancellation);
        await _test.Client.SendAsync([conversion, conversion], Cancellation);
        await _test.Client.SendAsync(_test.Client.Prepare(conversion)!, cancellationToken: Cancellation);
        await foreach (StreamedResult sent in _test.Client.SendStreamAsync(new[] { conversion }.ToAsyncEnumerable(), cancellationToken: Cancellation))
        {
            Assert.Equal(SendStatus.Accepted, sent.Result.Status);
        }

        Assert.Equal(5, Mistimed.Count());
        Assert.Equal(1, Warnings);
    }

    [Fact]
    public async Task Attributes_that_were_left_out_are_counted_once_by_field_and_without_the_callers_names()
    {
        ConversionEvent conversion = GuideExample.Builder().DropInvalidAttributes()
            .WithMobile("n/a").WithIpAddress("unknown").WithAttribute("zqxmark", new string('x', 4097))
            .Build();

        await _test.Client.SendAsync(conversion, Cancellation);

        Assert.Equal(
            [
                "rokt.event_api.attributes.dropped [{attribute}] rokt.attribute=custom",
                "rokt.event_api.attributes.dropped [{attribute}] rokt.attribute=ipaddress",
                "rokt.event_api.attributes.dropped [{attribute}] rokt.attribute=mobile",
            ],
            Dropped.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task They_are_counted_once_whether_an_event_is_sent_in_a_batch_or_prepared()
    {
        ConversionEvent conversion = GuideExample.Builder().DropInvalidAttributes().WithMobile("n/a").Build();

        await _test.Client.SendAsync([conversion, GuideExample.Event], Cancellation);
        await _test.Client.SendAsync(_test.Client.Prepare(conversion)!, cancellationToken: Cancellation);

        Assert.Equal(2, Dropped.Count());
    }

    private ConversionEvent At(int seconds) =>
        GuideExample.Builder().WithEventTime(_test.Clock.GetUtcNow().AddSeconds(seconds)).Build();
}
