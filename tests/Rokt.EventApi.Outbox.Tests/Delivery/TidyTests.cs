using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;
using Microsoft.Extensions.Logging.Testing;
using Rokt.EventApi.Outbox.Delivery;
using Rokt.EventApi.Outbox.Diagnostics;
using Rokt.EventApi.Outbox.Leasing;
using Rokt.EventApi.Outbox.Outages;
using Rokt.EventApi.Outbox.Storage;

namespace Rokt.EventApi.Outbox.Tests.Delivery;

/// <summary>What one round of housekeeping does, for the own account and those that nobody delivers, and when the next one comes.</summary>
public sealed class TidyTests : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private readonly ObservedClock _clock = new();
    private readonly ObservedClock _leaseClock = new();
    private readonly FakeLogger _logger = new();
    private readonly MemoryOutboxStore _store = new("books");
    private readonly OutboxOptions _options = new() { MaxAge = Hour / 2, DeadLetterRetention = Hour };
    private readonly CancellationTokenSource _stopping = new();
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly IMeterFactory _meters;
    private readonly OutboxMetrics _metrics;
    private readonly OutboxClock _times;
    private readonly UnregisteredAccounts _others;
    private readonly Lease _lease;
    private readonly Housekeeping _housekeeping;
    private Task _keeping = Task.CompletedTask;
    private Depth? _counted;

    public TidyTests()
    {
        var backoff = new Backoff(TimeSpan.FromSeconds(5), () => 0);
        _lease = new Lease(_store.Lease, LeaseRole.Exclusive, new Outage(backoff, _leaseClock), _ => Task.CompletedTask, backoff, _leaseClock, _logger);
        _meters = _services.GetRequiredService<IMeterFactory>();
        _metrics = new OutboxMetrics("books", _meters, _clock);
        _times = new OutboxClock(_clock);
        _others = new UnregisteredAccounts("books", _store, _options, _metrics, _times, _clock, _logger);
        _housekeeping = new Housekeeping("books", _store, _lease, _others, _options, _metrics, _times, _clock, _logger);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private long Now => _clock.GetUtcNow().ToUnixTimeMilliseconds();

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _keeping;
        _metrics.Dispose();
        await _services.DisposeAsync();
        _stopping.Dispose();
    }

    [Fact]
    public async Task All_that_has_come_due_is_released_in_one_round()
    {
        await DeliverAsync();
        for (int i = 0; i < 501; i++)
        {
            AddRow("books", due: Now, isScheduled: true);
        }

        AddRow("books", due: Now + 1, isScheduled: true);
        await TidyAsync();

        Assert.Equal(1, _store.Rows.Count(row => row.IsScheduled));
        Assert.Equal(3, _store.Done.Count(name => name == "Release"));
    }

    [Fact]
    public async Task Whoever_does_not_deliver_counts_deletes_and_releases_nothing_and_sees_the_accounts_that_nobody_delivers()
    {
        _metrics.Depth = new Depth(1, null, 0);
        _clock.Advance(Hour);
        AddRow("books", due: Now, isScheduled: true);
        AddRow("books", due: Now - (long)(2 * Hour).TotalMilliseconds, isDeadLettered: true);

        await TidyAsync();

        Assert.Null(_metrics.Depth);
        Assert.Equal(["ReadAccounts"], _store.Done);
        Assert.Equal([true, false], _store.Rows.Select(row => row.IsScheduled));
    }

    [Fact]
    public async Task What_was_dead_lettered_or_delivered_before_its_retention_is_deleted_and_what_a_crash_left_marked_beyond_its_age()
    {
        _options.LedgerRetention = 2 * Hour;
        await DeliverAsync();
        _clock.Advance(2 * Hour);
        long kept = Now - (long)Hour.TotalMilliseconds;
        AddRow("books", due: kept, isDeadLettered: true);
        AddRow("books", due: kept - 1, isDeadLettered: true);
        long young = Now - (long)(Hour / 2).TotalMilliseconds;
        AddRow("books", due: young, withdrawal: MemoryOutboxStore.Withdrawal.Requested);
        AddRow("books", due: young - 1, withdrawal: MemoryOutboxStore.Withdrawal.Agreed);
        long delivered = Now - (long)(2 * Hour).TotalMilliseconds;
        _store.Ledger.AddRange(Enumerable.Repeat(delivered - 1, 501).Append(delivered));

        await TidyAsync();

        Assert.Equal([kept, young], _store.Rows.Select(row => row.Due));
        Assert.Equal([delivered], _store.Ledger);
        Assert.Equal(3, _store.Done.Count(name => name == "PurgeLedger books"));
        Assert.Single(_store.Rows, row => row.IsDeadLettered);
        Assert.Equal((0L, 2L), (_counted?.Pending, _counted?.DeadLettered));
    }

    [Fact]
    public async Task What_was_stored_before_this_process_started_is_not_deleted_before_it_can_judge_and_no_ledger_without_one()
    {
        await DeliverAsync();
        await TidyAsync();
        Assert.Equal(["Release", "ReadAccounts", "MoveDamaged", "Count"], _store.Done);
        _store.Done.Clear();
        _clock.Advance(Hour);

        await TidyAsync();

        Assert.Equal(["Release", "ReadAccounts", "MoveDamaged", "Count", "PurgeWithdrawn books", "Purge"], _store.Done);
    }

    [Fact]
    public async Task What_was_scheduled_while_the_clock_was_ahead_is_put_right_once()
    {
        await DeliverAsync();
        long ahead = Now + (long)(24 * Hour).TotalMilliseconds;
        _times.Confirm(ahead);
        Assert.Equal(ahead, _times.Schedule(ahead).Created);
        AddRow("books", due: ahead + 5000, isScheduled: true, created: ahead);
        _store.Clock = Now;

        await TidyAsync();
        await TidyAsync();

        Assert.Equal(Now + 5000, Assert.Single(_store.Rows).Due);
        Assert.Equal(1, _store.Done.Count(name => name == "Reschedule"));
    }

    [Theory]
    [InlineData(0, 15)]
    [InlineData(0.75, 15)]
    [InlineData(0.8, 16)]
    [InlineData(2, 40)]
    public async Task The_next_round_comes_after_fifteen_seconds_or_twenty_times_what_this_one_took(double seconds, double expected)
    {
        _store.Fault = name => _clock.Advance(TimeSpan.FromSeconds(name == "ReadAccounts" ? seconds : 0));

        await TidyAsync();

        Assert.Equal(TimeSpan.FromSeconds(expected), Assert.Single(_clock.Waits));
    }

    [Fact]
    public async Task A_round_that_fails_is_logged_once_as_is_the_recovery()
    {
        _store.Fault = _ => throw new OutboxException("The database is away.");
        Task running = _housekeeping.RunAsync(_stopping.Token);
        await _clock.PassAsync(waits: 1);
        await ObservedClock.UntilAsync(() => _clock.Waits.Count == 2);
        Assert.Equal("OutboxOperationFailed", Assert.Single(_logger.Collector.GetSnapshot()).Id.Name);
        Assert.Contains("counting and purging", _logger.LatestRecord.Message, StringComparison.Ordinal);
        _store.Fault = null;
        await _clock.PassAsync(waits: 2);
        await ObservedClock.UntilAsync(() => _clock.Waits.Count == 3);
        Assert.Equal(("OutboxOperationRecovered", 2), (_logger.LatestRecord.Id.Name, _logger.Collector.Count));

        await _stopping.CancelAsync();
        await running.WaitAsync(Patience, Cancellation);
    }

    [Fact]
    public async Task A_stop_while_the_store_responds_is_no_failure()
    {
        _store.Fault = _ =>
        {
            _stopping.Cancel();
            throw new OperationCanceledException(_stopping.Token);
        };

        await _housekeeping.RunAsync(_stopping.Token).WaitAsync(Patience, Cancellation);

        Assert.Equal((0, 0), (_logger.Collector.Count, _clock.Waits.Count));
    }

    [Fact]
    public async Task An_account_is_one_that_nobody_delivers_when_its_lease_stood_still_for_a_minute()
    {
        _store.Others.AddRange([new StoredAccount("music", 7), new StoredAccount("films", null), new StoredAccount("empty", 1)]);
        AddRow("music", due: Now);
        AddRow("music", due: Now + 1000, isScheduled: true);
        AddRow("films", due: Now);
        AddRow("books", due: Now);
        await ObserveAsync();
        _clock.Advance(TimeSpan.FromMinutes(1) - TimeSpan.FromMilliseconds(1));
        await ObserveAsync();
        Assert.Equal((0, 0, 0), (_others.Pending, _metrics.Unregistered, _logger.Collector.Count));

        _clock.Advance(TimeSpan.FromMilliseconds(1));
        await ObserveAsync();
        await ObserveAsync();

        Assert.Equal((3, 3, 1), (_others.Pending, _metrics.Unregistered, _logger.Collector.Count));
        Assert.StartsWith("3 conversions wait under accounts that no instance delivers: \"films\", \"music\". ", _logger.LatestRecord.Message, StringComparison.Ordinal);

        _store.Others[0] = new StoredAccount("music", 8);
        await ObserveAsync();
        Assert.Equal((1, 2), (_others.Pending, _logger.Collector.Count));
        Assert.StartsWith("1 conversions wait under accounts that no instance delivers: \"films\". ", _logger.LatestRecord.Message, StringComparison.Ordinal);
        _store.Others[1] = new StoredAccount("films", 1);
        await ObserveAsync();
        Assert.Equal((0, 2), (_others.Pending, _logger.Collector.Count));

        _clock.Advance(TimeSpan.FromMinutes(1));
        await ObserveAsync();
        Assert.Equal((3, 3), (_others.Pending, _logger.Collector.Count));
    }

    [Fact]
    public async Task What_waits_under_such_an_account_ages_as_it_would_under_its_own()
    {
        // What that account has set is not known here: at least the defaults.
        var defaults = new OutboxOptions();
        (_options.MaxAge, _options.DeadLetterRetention, _options.LedgerRetention) = (defaults.MaxAge + Hour, defaults.DeadLetterRetention + Hour, 2 * Hour);
        _store.Others.Add(new StoredAccount("music", 7));
        await ObserveAsync(mayTidy: true);
        _clock.Advance(_options.MaxAge + _options.DeadLetterRetention);
        long age = (long)_options.MaxAge.TotalMilliseconds;
        AddRow("music", due: Now - age);
        AddRow("music", due: Now - age - 1);
        AddRow("music", due: Now, isScheduled: true);
        AddRow("music", due: Now - age - 1, withdrawal: MemoryOutboxStore.Withdrawal.Requested, isDeadLettered: true);
        AddRow("music", due: Now - (long)_options.DeadLetterRetention.TotalMilliseconds - 1, isDeadLettered: true);
        _store.Done.Clear();
        using var deadLettered = new MetricCollector<long>(_meters, "Rokt.EventApi", "rokt.event_api.outbox.dead_lettered");

        await ObserveAsync(mayTidy: true);

        Assert.Equal(1, Assert.Single(deadLettered.GetMeasurementSnapshot()).Value);
        Assert.Equal(["ReadAccounts", "Count", "Release", "MoveDamaged", "Expire", "PurgeWithdrawn music", "Purge", "PurgeLedger music"], _store.Done);
        Assert.Equal([(false, null), (true, "too old"), (false, null)], _store.Rows.Select(row => (row.IsDeadLettered, row.Reason)));
        Assert.DoesNotContain(_store.Rows, row => row.IsScheduled);
    }

    [Theory]
    [InlineData(3650, false)]
    [InlineData(3651, true)]
    public async Task Its_ledger_is_kept_for_as_long_as_its_own_application_may_want_to(int days, bool isPurged)
    {
        _options.LedgerRetention = Hour;
        _store.Others.Add(new StoredAccount("music", 7));
        await ObserveAsync(mayTidy: true);
        _store.Ledger.Add(Now);
        _clock.Advance(TimeSpan.FromDays(days));

        await ObserveAsync(mayTidy: true);

        Assert.Equal(isPurged ? 0 : 1, _store.Ledger.Count);
    }

    [Fact]
    public async Task Nothing_of_such_an_account_is_aged_by_a_process_that_cannot_judge_or_may_not()
    {
        _store.Others.Add(new StoredAccount("music", 7));
        AddRow("music", due: 0);
        await ObserveAsync(mayTidy: true);
        _clock.Advance(TimeSpan.FromMinutes(1));
        await ObserveAsync(mayTidy: true);
        Assert.Equal(["ReadAccounts", "ReadAccounts", "Count", "Release", "MoveDamaged"], _store.Done);
        _clock.Advance(Hour);
        _store.Done.Clear();

        await ObserveAsync(mayTidy: false);

        Assert.Equal(["ReadAccounts", "Count"], _store.Done);
        Assert.False(Assert.Single(_store.Rows).IsDeadLettered);
    }

    private Task ObserveAsync(bool mayTidy = false) => _others.ObserveAsync(mayTidy, Cancellation);

    private Task DeliverAsync()
    {
        _keeping = _lease.KeepAsync(_stopping.Token);
        return ObservedClock.UntilAsync(() => _lease.IsHeld);
    }

    // One round, which ends when the next is waited for.
    private async Task TidyAsync()
    {
        using var stopping = new CancellationTokenSource();
        int waits = _clock.Waits.Count;
        Task running = _housekeeping.RunAsync(stopping.Token);
        await ObservedClock.UntilAsync(() => _clock.Waits.Count > waits);
        _counted = _metrics.Depth;
        await stopping.CancelAsync();
        await running.WaitAsync(Patience, Cancellation);
    }

    private void AddRow(
        string account, long due, bool isScheduled = false, bool isDeadLettered = false, MemoryOutboxStore.Withdrawal withdrawal = MemoryOutboxStore.Withdrawal.None, long? created = null) =>
        _store.Add(new MemoryOutboxStore.Row(account, Guid.NewGuid(), "{}"u8.ToArray(), 1, created ?? due)
        {
            Due = due,
            IsScheduled = isScheduled,
            IsDeadLettered = isDeadLettered,
            Withdrawal = withdrawal,
        });
}
