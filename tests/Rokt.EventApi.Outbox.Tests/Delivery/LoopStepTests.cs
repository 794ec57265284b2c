using System.Net;
using Microsoft.Extensions.Logging.Testing;
using Rokt.EventApi.Outbox.Delivery;
using Rokt.EventApi.Outbox.Diagnostics;
using Rokt.EventApi.Outbox.Leasing;
using Rokt.EventApi.Outbox.Outages;
using Rokt.EventApi.Outbox.Storage;
using Rokt.EventApi.Outbox.Tests.Leasing;

namespace Rokt.EventApi.Outbox.Tests.Delivery;

/// <summary>What the loop waits for, how it ends, and what it says, step by step.</summary>
public sealed class LoopStepTests : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly Guid Elsewhere = Guid.NewGuid();

    private readonly ObservedClock _clock = new();
    private readonly ObservedClock _otherClock = new();
    private readonly FakeLogger _logger = new();
    private readonly MemoryOutboxStore _store = new("books", isShared: true);
    private readonly ScriptedClient _client = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly CancellationTokenSource _abandoned = new();
    private readonly OutboxMetrics _metrics;
    private readonly Outage _outage;
    private readonly Lease _lease;
    private readonly Signal _signal = new();
    private readonly DeliveryDependencies _dependencies;
    private Task _running = Task.CompletedTask;

    public LoopStepTests()
    {
        var options = new OutboxOptions();
        var backoff = new Backoff(options.MaxBackoff, () => 0);
        var storeBackoff = new Backoff(TimeSpan.FromSeconds(5), () => 0);
        var times = new OutboxClock(_clock);
        _metrics = new OutboxMetrics("books", null, _clock);
        _outage = new Outage(backoff, _clock);
        _lease = new Lease(_store.Lease, LeaseRole.Contender, _outage, _ => Task.CompletedTask, storeBackoff, _otherClock, _logger);
        var outcomes = new Outcomes(_store, storeBackoff, _otherClock, _logger);
        var delivery = new ConversionDelivery(
            _client, new PayloadCodec("books", null, options), _lease, outcomes, _outage, backoff, options, _metrics, times, _clock, _logger);
        var others = new UnregisteredAccounts("books", _store, options, _metrics, times, _otherClock, _logger);
        var housekeeping = new Housekeeping("books", _store, _lease, others, options, _metrics, times, _otherClock, _logger);
        var backlog = new Backlog(_store, times, _clock);
        _dependencies = new DeliveryDependencies(
            _client, backlog, _lease, _outage, outcomes, delivery, housekeeping, new Withdrawals(_store.Operator, _lease, backlog, _otherClock, _logger), storeBackoff, _signal, new InFlight(2, null));
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private IEnumerable<double> Waits => _clock.Waits.Select(wait => wait.TotalMilliseconds);

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _abandoned.CancelAsync();
        await _running.WaitAsync(Patience, Cancellation);
        _metrics.Dispose();
        _stopping.Dispose();
        _abandoned.Dispose();
    }

    [Fact]
    public async Task While_nothing_is_due_it_polls_at_intervals_that_double_up_to_a_second_and_start_over_after_a_delivery()
    {
        Start();
        for (int waits = 1; waits <= 6; waits++)
        {
            await _clock.PassAsync(waits);
        }

        await ObservedClock.UntilAsync(() => _clock.Waits.Count == 7);
        Assert.Equal([50, 100, 200, 400, 800, 1000, 1000], Waits);
        await AddAsync();
        await _clock.PassAsync(waits: 7);
        await ObservedClock.UntilAsync(() => _store.Rows.Count == 0 && _clock.Waits.Count >= 8);

        Assert.Equal(50, Waits.ElementAt(7));
        Assert.Equal(1, _client.Sends);
    }

    [Fact]
    public async Task A_signal_ends_a_poll()
    {
        Start();
        await ObservedClock.UntilAsync(() => _clock.Waits.Count == 1);
        await AddAsync();
        _signal.Set();

        await ObservedClock.UntilAsync(() => _client.Sends == 1);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task While_another_delivers_or_delivery_is_paused_it_reads_nothing_and_looks_again_after_50_milliseconds(bool isPaused)
    {
        _store.LeaseStore.Change(row => isPaused ? row with { IsPaused = true } : row with { Owner = Elsewhere });
        await AddAsync();
        Start();
        await _clock.PassAsync(waits: 1);
        await _clock.PassAsync(waits: 2);
        await ObservedClock.UntilAsync(() => _clock.Waits.Count == 3);

        Assert.Equal([50, 50, 50], Waits);
        Assert.DoesNotContain("Read", _store.Done);
        Assert.Equal(isPaused, _lease.IsHeld);
    }

    [Theory]
    [InlineData(0.4, new double[] { 400 })]
    [InlineData(1, new double[] { 1000 })]
    [InlineData(2.5, new double[] { 1000, 1000, 500 })]
    public async Task Before_a_probe_it_waits_a_second_at_most_since_the_credentials_may_change(double hold, double[] expected)
    {
        _outage.RecordHold(TimeSpan.FromSeconds(hold));
        await AddAsync();
        Start();
        for (int waits = 1; waits <= expected.Length; waits++)
        {
            Assert.Equal(0, _client.Sends);
            await _clock.PassAsync(waits);
        }

        await ObservedClock.UntilAsync(() => _client.Sends == 1);
        Assert.Equal(expected, Waits.Take(expected.Length));
    }

    [Fact]
    public async Task A_probe_is_sent_alone_and_when_it_is_accepted_the_others_go_together()
    {
        var sends = new List<TaskCompletionSource<SendResult>>();
        Respond(sends);
        _outage.Suspect();
        await AddAsync();
        await AddAsync();
        await AddAsync();
        Start();
        await ObservedClock.UntilAsync(() => sends.Count == 1);
        await ObservedClock.SettleAsync();
        Assert.Equal((1, 0), (_client.Sends, _clock.Waits.Count));

        sends[0].SetResult(SendResult.Accepted());
        await ObservedClock.UntilAsync(() => sends.Count == 3);
        Assert.Equal(2, _dependencies.InFlight.Count);
        sends.ForEach(send => send.TrySetResult(SendResult.Accepted()));
        await ObservedClock.UntilAsync(() => _store.Rows.Count == 0 && _dependencies.InFlight.Count == 0);
        Assert.Equal(0, _dependencies.Backlog.InFlight);
    }

    [Fact]
    public async Task When_reading_fails_it_waits_at_intervals_that_double_up_to_five_seconds_and_start_over()
    {
        int reads = 0;
        _store.Fault = name =>
        {
            if (name == "Read" && ++reads is 1 or 2 or 3 or 4 or 6)
            {
                throw new OutboxException("The database is away.");
            }
        };
        Start();
        for (int waits = 1; waits <= 4; waits++)
        {
            await _clock.PassAsync(waits);
        }

        await ObservedClock.UntilAsync(() => _clock.Waits.Count == 5);
        Assert.Equal([1000, 2000, 4000, 5000, 50], Waits);
        Assert.Equal(["OutboxOperationFailed", "OutboxOperationRecovered"], Operations());
        Assert.Contains("reading what is due", _logger.LatestRecord.Message, StringComparison.Ordinal);
        await _clock.PassAsync(waits: 5);
        await ObservedClock.UntilAsync(() => _clock.Waits.Count == 6);

        Assert.Equal(1000, Waits.Last());
    }

    [Fact]
    public async Task When_a_delivery_throws_the_conversion_is_kept_for_a_wait_and_read_again_and_only_the_type_is_logged()
    {
        int sends = 0;
        _client.Send = _ => ++sends <= 2 ? throw new MissingMethodException("john.doe@example.com") : Task.FromResult(SendResult.Accepted());
        await AddAsync();
        Start();
        await WaitsAsync(1000);
        Assert.Equal((1, 1), (_client.Sends, _dependencies.InFlight.Count));
        Assert.Equal(["OutboxOperationFailed"], Operations());
        Assert.Equal(
            "The outbox failed: delivering a conversion (System.MissingMethodException). It retries at increasing intervals, and logs when it succeeds again.",
            _logger.Collector.GetSnapshot().Last(record => record.Id.Name == "OutboxOperationFailed").Message);
        _clock.Advance(TimeSpan.FromSeconds(1));
        await WaitsAsync(2000);
        _clock.Advance(TimeSpan.FromSeconds(2));
        await ObservedClock.UntilAsync(() => _store.Rows.Count == 0 && Operations().Count == 2);

        Assert.Equal(["OutboxOperationFailed", "OutboxOperationRecovered"], Operations());
        sends = 1;
        await AddAsync();
        _signal.Set();
        await ObservedClock.UntilAsync(() => Waits.Count(wait => wait == 1000) == 2);
    }

    [Fact]
    public async Task A_stop_finishes_what_is_in_flight_and_then_releases_the_lease()
    {
        var sends = new List<TaskCompletionSource<SendResult>>();
        Respond(sends);
        await AddAsync();
        Start();
        await ObservedClock.UntilAsync(() => sends.Count == 1);

        await _stopping.CancelAsync();
        await ObservedClock.SettleAsync();
        Assert.Equal((false, true), (_running.IsCompleted, _lease.IsHeld));
        sends[0].SetResult(SendResult.Accepted());
        await _running.WaitAsync(Patience, Cancellation);

        Assert.Equal((0, null, false), (_store.Rows.Count, _store.LeaseStore.Row.Owner, _lease.IsHeld));
        Assert.Equal(["OutboxLeaseTaken"], Logged());
    }

    [Fact]
    public async Task What_does_not_end_in_time_is_abandoned_and_the_lease_released()
    {
        Respond([]);
        await AddAsync();
        Start();
        await ObservedClock.UntilAsync(() => _client.Sends == 1);
        await _stopping.CancelAsync();

        await _abandoned.CancelAsync();
        await _running.WaitAsync(Patience, Cancellation);

        Assert.Equal((1, null), (_store.Rows.Count, _store.LeaseStore.Row.Owner));
        Assert.Contains("OutboxAbandoned", Logged());
        Assert.Empty(Operations());
    }

    [Fact]
    public async Task A_lease_that_cannot_be_released_is_logged()
    {
        Start();
        await ObservedClock.UntilAsync(() => _clock.Waits.Count == 1);
        _store.LeaseStore.Fault = LeaseFault.Before;

        await _stopping.CancelAsync();
        await _running.WaitAsync(Patience, Cancellation);

        Assert.Equal(["OutboxLeaseTaken", "OutboxLeaseNotReleased"], Logged());
    }

    [Fact]
    public async Task A_release_takes_two_seconds_at_most()
    {
        Start();
        await ObservedClock.UntilAsync(() => _clock.Waits.Count == 1);
        _store.LeaseStore.Changing = token => Task.Delay(Timeout.Infinite, token);
        await _stopping.CancelAsync();
        await WaitsAsync(2000);
        Assert.False(_running.IsCompleted);

        _clock.Advance(TimeSpan.FromSeconds(2));

        await _running.WaitAsync(Patience, Cancellation);
        Assert.Equal(["OutboxLeaseTaken", "OutboxLeaseNotReleased"], Logged());
    }

    [Fact]
    public async Task What_waits_for_the_rate_when_it_stops_is_neither_in_flight_nor_sent()
    {
        await AddAsync();
        await AddAsync();
        Start(_dependencies with { Pace = new Pace(1, 1, _clock) });
        await ObservedClock.UntilAsync(() => _client.Sends == 1 && Waits.Contains(1000));
        await _stopping.CancelAsync();
        await _running.WaitAsync(Patience, Cancellation);

        Assert.Equal((1, 0, 0, 1), (_client.Sends, _dependencies.InFlight.Count, _dependencies.Backlog.InFlight, _store.Rows.Count));
    }

    [Fact]
    public async Task What_waits_for_others_to_end_when_it_stops_is_not_in_flight()
    {
        var sends = new List<TaskCompletionSource<SendResult>>();
        Respond(sends);
        await AddAsync();
        await AddAsync();
        await AddAsync();
        Start();
        await ObservedClock.UntilAsync(() => sends.Count == 2 && _dependencies.Backlog.InFlight == 3);
        await _stopping.CancelAsync();
        await ObservedClock.UntilAsync(() => _dependencies.Backlog.InFlight == 2);
        Assert.Equal(2, _dependencies.InFlight.Count);
        sends.ForEach(send => send.SetResult(SendResult.Accepted()));
        await _running.WaitAsync(Patience, Cancellation);

        Assert.Equal((2, 0, 1), (_client.Sends, _dependencies.InFlight.Count, _store.Rows.Count));
    }

    [Theory]
    [InlineData(25, true)]
    [InlineData(26, false)]
    public async Task Who_delivered_nothing_for_a_minute_yields_the_lease_unless_its_next_probe_is_near(int probe, bool isHeld)
    {
        await HoldForAMinuteAsync();
        _outage.RecordFailure(Guid.NewGuid(), _clock.GetTimestamp());
        _outage.RecordFailure(Guid.NewGuid(), _clock.GetTimestamp());
        _outage.RecordHold(TimeSpan.FromSeconds(60 + probe));

        _clock.Advance(TimeSpan.FromMinutes(1));
        await WaitsAsync(1000);

        Assert.Equal(isHeld, _lease.IsHeld);
    }

    [Fact]
    public async Task Who_delivered_nothing_for_a_minute_yields_the_lease_when_nothing_is_due()
    {
        await HoldForAMinuteAsync();
        _outage.RecordFailure(Guid.NewGuid(), _clock.GetTimestamp());

        _clock.Advance(TimeSpan.FromMinutes(1));
        await ObservedClock.UntilAsync(() => _clock.Waits.Count == 2);

        Assert.False(_lease.IsHeld);
    }

    [Fact]
    public async Task Who_delivered_nothing_for_a_minute_yields_the_lease_after_a_probe_that_fails()
    {
        await HoldForAMinuteAsync();
        _outage.RecordFailure(Guid.NewGuid(), _clock.GetTimestamp());
        _outage.RecordFailure(Guid.NewGuid(), _clock.GetTimestamp());
        _client.Returns(SendResult.Unavailable(null, HttpStatusCode.ServiceUnavailable));
        await AddAsync();

        _clock.Advance(TimeSpan.FromMinutes(1));
        await ObservedClock.UntilAsync(() => _clock.Waits.Count == 2);

        Assert.Equal((1, false), (_client.Sends, _lease.IsHeld));
    }

    [Fact]
    public async Task One_that_only_observes_reads_and_sends_nothing()
    {
        await AddAsync();
        var loop = new DeliveryLoop(_dependencies, _clock, _logger);
        Task observing = loop.ObserveAsync(_stopping.Token);
        await ObservedClock.UntilAsync(() => _store.Done.Contains("ReadAccounts"));
        Assert.DoesNotContain("Read", _store.Done);

        await _stopping.CancelAsync();
        await observing.WaitAsync(Patience, Cancellation);
        Assert.Equal(0, _client.Sends);
    }

    private void Start(DeliveryDependencies? dependencies = null) =>
        _running = new DeliveryLoop(dependencies ?? _dependencies, _clock, _logger).RunAsync(_stopping.Token, _abandoned.Token);

    private async Task HoldForAMinuteAsync()
    {
        Start();
        await ObservedClock.UntilAsync(() => _clock.Waits.Count == 1);
        for (int renewals = 1; renewals <= 12; renewals++)
        {
            await RenewedAsync(renewals);
            _otherClock.Advance(TimeSpan.FromSeconds(5));
        }

        await RenewedAsync(13);

        Task RenewedAsync(int renewals) => ObservedClock.UntilAsync(() => _otherClock.Waits.Count(wait => wait == TimeSpan.FromSeconds(5)) == renewals);
    }

    private void Respond(List<TaskCompletionSource<SendResult>> sends) => _client.Send = _ =>
    {
        var send = new TaskCompletionSource<SendResult>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (sends)
        {
            sends.Add(send);
        }

        return send.Task;
    };

    private Task WaitsAsync(double milliseconds) => ObservedClock.UntilAsync(() => Waits.Contains(milliseconds));

    private Task AddAsync() => _store.AddAsync(Stores.Rows.New(ScriptedClient.Body(), _clock.GetUtcNow().ToUnixTimeMilliseconds()), Cancellation);

    private List<string?> Logged() => [.. _logger.Collector.GetSnapshot().Select(record => record.Id.Name)];

    private List<string?> Operations() => Logged().FindAll(name => name!.StartsWith("OutboxOperation", StringComparison.Ordinal));
}
