using System.Diagnostics.Metrics;
using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using Rokt.EventApi.Outbox.Delivery;
using Rokt.EventApi.Outbox.Diagnostics;
using Rokt.EventApi.Outbox.Leasing;
using Rokt.EventApi.Outbox.Outages;
using Rokt.EventApi.Outbox.Storage;

namespace Rokt.EventApi.Outbox.Tests.Delivery;

/// <summary>What is recorded of one delivery, for each result that a client can return.</summary>
public sealed class OneDeliveryTests : IAsyncDisposable
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly ObservedClock _clock = new();
    private readonly ObservedClock _otherClock = new();
    private readonly FakeLogger _logger = new();
    private readonly MemoryOutboxStore _store = new("books");
    private readonly ScriptedClient _client = new();
    private readonly OutboxOptions _options = new() { MaxFailures = 5 };
    private readonly CancellationTokenSource _stopping = new();
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly IMeterFactory _meters;
    private readonly OutboxMetrics _metrics;
    private readonly Outage _outage;
    private readonly Lease _lease;
    private readonly ConversionDelivery _delivery;
    private readonly Task _running;

    public OneDeliveryTests()
    {
        _meters = _services.GetRequiredService<IMeterFactory>();
        _metrics = new OutboxMetrics("books", _meters, _clock);
        var backoff = new Backoff(_options.MaxBackoff, () => 0);
        _outage = new Outage(backoff, _clock);
        _lease = new Lease(_store.Lease, LeaseRole.Exclusive, _outage, _ => Task.CompletedTask, backoff, _otherClock, _logger);
        var outcomes = new Outcomes(_store, backoff, _otherClock, _logger);
        _delivery = new ConversionDelivery(
            _client, new PayloadCodec("books", null, _options), _lease, outcomes, _outage, backoff, _options, _metrics, new OutboxClock(_clock), _clock, _logger);
        _running = Task.WhenAll(_lease.KeepAsync(_stopping.Token), outcomes.RunAsync(_stopping.Token));
        _stopping.Token.Register(outcomes.Complete);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private long Now => _clock.GetUtcNow().ToUnixTimeMilliseconds();

    private MemoryOutboxStore.Row Row => Assert.Single(_store.Rows);

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _running.WaitAsync(Patience, Cancellation);
        _metrics.Dispose();
        await _services.DisposeAsync();
        _stopping.Dispose();
    }

    [Fact]
    public async Task What_is_accepted_is_deleted_and_how_long_it_took_is_measured()
    {
        using MetricCollector<double> delay = new(_meters, "Rokt.EventApi", "rokt.event_api.outbox.delivery.delay");
        OutboxRow row = await AddAsync();
        _clock.Advance(90 * Second);
        _client.Send = _ =>
        {
            _clock.Advance(2 * Second);
            return Task.FromResult(SendResult.Accepted());
        };

        DeliveryResult result = await DeliverAsync(row);

        Assert.Equal(new DeliveryResult(IsRecorded: true, 2 * Second), result);
        Assert.Empty(_store.Rows);
        Assert.Equal(92, Assert.Single(delay.GetMeasurementSnapshot()).Value);
        Assert.True(_outage.RecordFailure(Guid.NewGuid(), _clock.GetTimestamp()).IsItsOwn);
    }

    [Fact]
    public async Task What_it_waited_for_the_clients_limit_is_no_time_of_the_response()
    {
        _client.Send = options =>
        {
            _clock.Advance(10 * Second);
            Assert.True(options.CanAttempt!());
            _clock.Advance(2 * Second);
            return Task.FromResult(SendResult.Accepted());
        };

        Assert.Equal(new DeliveryResult(IsRecorded: true, 2 * Second), await DeliverAsync(await AddAsync()));
    }

    [Fact]
    public async Task What_was_stored_by_a_clock_that_is_ahead_took_no_time()
    {
        using MetricCollector<double> delay = new(_meters, "Rokt.EventApi", "rokt.event_api.outbox.delivery.delay");

        await DeliverAsync(await AddAsync(created: Now + 1000));

        Assert.Equal(0, Assert.Single(delay.GetMeasurementSnapshot()).Value);
    }

    [Fact]
    public async Task What_was_read_in_another_term_of_the_lease_is_not_sent()
    {
        OutboxRow row = await AddAsync();

        Assert.Equal(new DeliveryResult(IsRecorded: false), await DeliverAsync(row, term: _lease.Term + 1));
        Assert.Equal((0, 1), (_client.Sends, _store.Rows.Count));
    }

    [Fact]
    public async Task It_is_attempted_once_and_only_while_the_lease_is_held()
    {
        var may = new List<bool>();
        _client.Send = options =>
        {
            may.Add(options!.CanAttempt!());
            _lease.ReleaseAsync(Cancellation).GetAwaiter().GetResult();
            may.Add(options.CanAttempt());
            Assert.True(options.SingleAttempt);
            return Task.FromResult(SendResult.Unavailable(null, HttpStatusCode.ServiceUnavailable));
        };
        OutboxRow row = await AddAsync();

        Assert.Equal(new DeliveryResult(IsRecorded: false, TimeSpan.Zero), await DeliverAsync(row));

        Assert.Equal([true, false], may);
        Assert.Equal((null, 0), (Row.Reason, _logger.Collector.GetSnapshot().Count(record => record.Id.Name == "OutboxUnavailable")));
    }

    [Fact]
    public async Task An_acceptance_counts_though_the_lease_was_lost_meanwhile()
    {
        _client.Send = _ =>
        {
            _lease.ReleaseAsync(Cancellation).GetAwaiter().GetResult();
            return Task.FromResult(SendResult.Accepted());
        };

        Assert.True((await DeliverAsync(await AddAsync())).IsRecorded);
        Assert.Empty(_store.Rows);
    }

    [Fact]
    public async Task What_is_rejected_is_moved_to_dead_letter_with_its_reason_and_codes()
    {
        using MetricCollector<long> deadLettered = new(_meters, "Rokt.EventApi", "rokt.event_api.outbox.dead_lettered");
        _client.Returns(SendResult.Rejected(HttpStatusCode.BadRequest, new EventApiError("BAD_REQUEST", "m")));
        OutboxRow row = await AddAsync(failures: 3);
        _outage.RecordFailure(Guid.NewGuid(), _clock.GetTimestamp());
        _outage.RecordFailure(Guid.NewGuid(), _clock.GetTimestamp());

        Assert.True((await DeliverAsync(row)).IsRecorded);

        Assert.False(_outage.IsOn);

        Assert.Equal((true, 3, "rejected 400", "BAD_REQUEST", Now), (Row.IsDeadLettered, Row.Failures, Row.Reason, Row.ErrorCodes, Row.Updated));
        Assert.Equal((1, "rejected 400"), (Assert.Single(deadLettered.GetMeasurementSnapshot()).Value, deadLettered.LastMeasurement!.Tags["error.type"]));
        Assert.Equal($"Conversion {row.Id} was moved to dead letter: rejected 400. See IOutboxManagement.GetDeadLettersAsync.", _logger.LatestRecord.Message);
        Assert.False(_outage.RecordFailure(Guid.NewGuid(), _clock.GetTimestamp()).IsItsOwn);
    }

    [Fact]
    public async Task Refused_credentials_postpone_a_conversion_count_against_none_and_are_logged_once()
    {
        _client.Returns(SendResult.Rejected(HttpStatusCode.Unauthorized));
        OutboxRow row = await AddAsync(failures: 3);

        await DeliverAsync(row);
        Assert.Equal((Now, Now + 1000, 3, "refused 401"), (Row.Updated, Row.Due, Row.Failures, Row.Reason));
        Assert.Equal((OutboxState.CredentialsRefused, "refused 401"), (_outage.State, _outage.Cause));
        Assert.Equal(TimeSpan.Zero, _outage.WaitForProbe(_client.CredentialsVersion + 1));
        Assert.Single(_logger.Collector.GetSnapshot(), record => record.Id.Name == "OutboxCredentialsRefused");
        await DeliverAsync(row);

        FakeLogRecord logged = Assert.Single(_logger.Collector.GetSnapshot(), record => record.Id.Name == "OutboxCredentialsRefused");
        Assert.Equal(LogLevel.Critical, logged.Level);
        Assert.Contains("(401)", logged.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refusal_of_one_conversion_while_others_are_accepted_counts_against_it()
    {
        OutboxRow row = await AddAsync(failures: 3);
        _client.Send = _ =>
        {
            _outage.RecordResponse(Guid.NewGuid(), isAccepted: true);
            return Task.FromResult(SendResult.Rejected(HttpStatusCode.Forbidden, new EventApiError("FORBIDDEN", "m")));
        };

        await DeliverAsync(row);
        Assert.Equal((4, "refused 403", Now + 16_000, false), (Row.Failures, Row.Reason, Row.Due, Row.IsDeadLettered));
        Assert.DoesNotContain(_logger.Collector.GetSnapshot(), record => record.Id.Name == "OutboxCredentialsRefused");
        await DeliverAsync(row with { Failures = 4 });

        Assert.Equal((5, "refused 403", "FORBIDDEN", true), (Row.Failures, Row.Reason, Row.ErrorCodes, Row.IsDeadLettered));
    }

    [Theory]
    [InlineData(0.5, 1)]
    [InlineData(5, 5)]
    public async Task What_is_throttled_waits_as_long_as_the_server_says_and_ends_an_outage(double retryAfter, int expected)
    {
        _outage.RecordFailure(Guid.NewGuid(), _clock.GetTimestamp());
        _outage.RecordFailure(Guid.NewGuid(), _clock.GetTimestamp());
        _client.Returns(SendResult.Unavailable(retryAfter * Second, HttpStatusCode.TooManyRequests));

        await DeliverAsync(await AddAsync(failures: 3));

        Assert.Equal((Now + (expected * 1000), 3, "unavailable 429"), (Row.Due, Row.Failures, Row.Reason));
        Assert.False(_outage.IsOn);
    }

    [Theory]
    [InlineData(null, 1)]
    [InlineData(30, 30)]
    public async Task What_could_not_be_sent_waits_and_so_does_the_account(int? retryAfter, int expected)
    {
        _client.Returns(new SendResult(SendStatus.Unavailable, attempts: 0, retryAfter: retryAfter * Second));

        DeliveryResult result = await DeliverAsync(await AddAsync(failures: 3));

        Assert.Equal(new DeliveryResult(IsRecorded: true), result);
        Assert.Equal((Now + (expected * 1000), 3, "unavailable"), (Row.Due, Row.Failures, Row.Reason));
        Assert.Equal((true, expected * Second), (_outage.IsOn, _outage.WaitForProbe(_client.CredentialsVersion)));
    }

    [Fact]
    public async Task What_failed_in_an_outage_waits_for_the_longest_of_its_backoff_the_probe_and_what_the_server_says()
    {
        _client.Returns(SendResult.Unavailable(null, HttpStatusCode.ServiceUnavailable));
        OutboxRow row = await AddAsync(failures: 3);
        await DeliverAsync(row);
        Assert.Equal((Now + 8000, 3, "unavailable 503"), (Row.Due, Row.Failures, Row.Reason));

        _client.Returns(SendResult.Unavailable(20 * Second, HttpStatusCode.ServiceUnavailable));
        await DeliverAsync(row);
        Assert.Equal(Now + 20_000, Row.Due);

        for (int i = 0; i < 5; i++)
        {
            _clock.Advance(45 * Second);
            await DeliverAsync(row);
        }

        // The probe is the last to come.
        Assert.Equal(Now + 32_000, Row.Due);
        Assert.DoesNotContain(_logger.Collector.GetSnapshot(), record => record.Id.Name == "OutboxUnavailable");
        _outage.RecordFailure(Guid.NewGuid(), _clock.GetTimestamp());
        _outage.Forget(row.Id);
        await DeliverAsync(row);
        await DeliverAsync(row);

        Assert.Contains("(unavailable 503)", Assert.Single(_logger.Collector.GetSnapshot(), record => record.Id.Name == "OutboxUnavailable").Message, StringComparison.Ordinal);
        Assert.Equal("unavailable 503", _outage.Cause);
    }

    [Theory]
    [InlineData(500, "other", true)]
    [InlineData(429, "other", false)]
    [InlineData(null, "connection_failed", false)]
    [InlineData(null, "timeout", true)]
    public async Task A_failure_while_others_are_accepted_counts_against_a_conversion_that_may_be_at_fault(int? statusCode, string code, bool counts)
    {
        using MetricCollector<long> possible = new(_meters, "Rokt.EventApi", "rokt.event_api.outbox.duplicates_possible");
        OutboxRow row = await AddAsync(failures: 4);
        _client.Send = _ =>
        {
            _outage.RecordResponse(Guid.NewGuid(), isAccepted: true);
            return Task.FromResult(SendResult.Unavailable(null, (HttpStatusCode?)statusCode, new EventApiError(code, "m")));
        };

        await DeliverAsync(row);

        Assert.Equal((counts, counts ? 5 : 4), (Row.IsDeadLettered, Row.Failures));
        Assert.Equal(code == "timeout" ? 1 : 0, possible.GetMeasurementSnapshot().Count);
    }

    [Fact]
    public async Task A_wait_ends_with_the_age_beyond_which_it_would_not_be_sent()
    {
        _client.Returns(SendResult.Unavailable(TimeSpan.FromDays(10), HttpStatusCode.TooManyRequests));

        await DeliverAsync(await AddAsync());

        Assert.Equal(Now + (long)_options.MaxAge.TotalMilliseconds, Row.Due);
    }

    [Fact]
    public async Task What_is_older_than_its_age_is_not_sent_and_no_longer_part_of_an_outage()
    {
        _client.Returns(SendResult.Unavailable(null, HttpStatusCode.ServiceUnavailable));
        OutboxRow row = await AddAsync(failures: 2);
        _outage.RecordFailure(Guid.NewGuid(), _clock.GetTimestamp());
        _clock.Advance(_options.MaxAge);
        await DeliverAsync(row);
        Assert.Equal((1, false, true), (_client.Sends, Row.IsDeadLettered, _outage.IsOn));
        _clock.Advance(Tick);

        Assert.Equal(new DeliveryResult(IsRecorded: true), await DeliverAsync(row));

        Assert.Equal((1, true, 2, "too old"), (_client.Sends, Row.IsDeadLettered, Row.Failures, Row.Reason));
        Assert.False(_outage.IsOn);
    }

    [Theory]
    [InlineData(false, 72, 0, false)]
    [InlineData(false, 72, 1, true)]
    [InlineData(true, 72, 1, false)]
    [InlineData(true, 30 * 24, 0, false)]
    [InlineData(true, 30 * 24, 1, true)]
    public async Task An_events_own_time_counts_as_its_age_and_of_what_was_scheduled_only_what_the_API_takes(bool isScheduled, int hours, int milliseconds, bool isTooOld)
    {
        _clock.Advance(TimeSpan.FromHours(1));
        OutboxRow row = await AddAsync(eventTime: Now - (hours * 3_600_000L) - milliseconds) with { NotBefore = isScheduled ? Now : 0 };

        await DeliverAsync(row);

        Assert.Equal((isTooOld ? 0 : 1, isTooOld ? 1 : 0), (_client.Sends, _store.Rows.Count));
    }

    [Fact]
    public async Task What_cannot_be_read_waits_a_minute_and_is_logged_until_it_can_be_or_is_too_old()
    {
        OutboxRow first = await AddAsync(failures: 2);
        OutboxRow unreadable = first with { Version = 99 };

        Assert.Equal(new DeliveryResult(IsRecorded: true), await DeliverAsync(unreadable));
        Assert.Equal((Now + 60_000, 2, "unreadable", false), (Row.Due, Row.Failures, Row.Reason, Row.IsDeadLettered));
        Assert.Equal("OutboxOperationFailed", _logger.LatestRecord.Id.Name);
        await DeliverAsync(first);
        Assert.Equal(("OutboxOperationRecovered", 0, 1), (_logger.LatestRecord.Id.Name, _store.Rows.Count, _client.Sends));

        unreadable = await AddAsync() with { Version = 99 };
        await DeliverAsync(unreadable);
        _clock.Advance(_options.MaxAge + Tick);
        await DeliverAsync(unreadable);
        Assert.Equal(
            ["OutboxOperationFailed", "OutboxOperationRecovered", "OutboxOperationFailed", "OutboxOperationRecovered", "OutboxDeadLettered"],
            _logger.Collector.GetSnapshot().Select(record => record.Id.Name).Where(name => name != "OutboxLeaseTaken"));
    }

    [Theory]
    [InlineData(true, "unreadable")]
    [InlineData(false, "not encrypted")]
    public async Task What_is_damaged_or_not_encrypted_is_moved_to_dead_letter_and_not_sent(bool isDamaged, string reason)
    {
        OutboxRow row = await AddAsync(failures: 2);
        _options.ProtectPayloads = !isDamaged;

        Assert.Equal(new DeliveryResult(IsRecorded: true), await DeliverAsync(isDamaged ? row with { Payload = [1, 2, 3] } : row));

        Assert.Equal((0, true, 2, reason), (_client.Sends, Row.IsDeadLettered, Row.Failures, Row.Reason));
    }

    private Task<DeliveryResult> DeliverAsync(OutboxRow row, int? term = null) =>
        _delivery.DeliverAsync(row, term ?? _lease.Term, Cancellation).WaitAsync(Patience, Cancellation);

    private async Task<OutboxRow> AddAsync(int failures = 0, long? created = null, long? eventTime = null)
    {
        NewRow row = Stores.Rows.New(ScriptedClient.Body(eventTime), created ?? Now);
        await _store.AddAsync(row, Cancellation);
        return new OutboxRow(row.Id, row.Payload, row.Version, row.Created, row.Created, failures);
    }
}
