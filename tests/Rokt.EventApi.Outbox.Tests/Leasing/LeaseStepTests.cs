using Microsoft.Extensions.Logging.Testing;
using Rokt.EventApi.Outbox.Leasing;
using Rokt.EventApi.Outbox.Outages;
using Rokt.EventApi.Outbox.Storage;
using Rokt.EventApi.Outbox.Tests.Delivery;

namespace Rokt.EventApi.Outbox.Tests.Leasing;

/// <summary>What a process does with the lease, step by step, and what it says of it.</summary>
public sealed class LeaseStepTests : IAsyncDisposable
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan StepTimeout = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly ObservedClock _clock = new();
    private readonly JumpingClock _machine;
    private readonly FakeLogger _logger = new();
    private readonly MemoryLeaseStore _store = new();
    private readonly Backoff _backoff = new(TimeSpan.FromSeconds(5), () => 0.5);
    private readonly Outage _outage;
    private readonly CancellationTokenSource _stopping = new();
    private Task _keeping = Task.CompletedTask;
    private Func<Task> _verify = () => Task.CompletedTask;
    private int _verified;

    public LeaseStepTests()
    {
        _machine = new JumpingClock(_clock);
        _outage = new Outage(_backoff, _clock);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    // Those between steps.
    private List<TimeSpan> Waits => [.. _clock.Waits.Where(wait => wait != StepTimeout)];

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _stopping.Dispose();
    }

    [Fact]
    public async Task It_is_trusted_for_less_than_ten_seconds_by_the_clock_that_measures_and_by_that_of_the_day()
    {
        Lease lease = await StartAsync();
        await StopAsync();
        _machine.Jump(TimeSpan.FromSeconds(10) - Tick);
        Assert.True(lease.IsHeld);
        _machine.Jump(Tick);
        Assert.False(lease.IsHeld);
        _machine.Jump(TimeSpan.FromSeconds(-20));
        Assert.False(lease.IsHeld);
        _machine.Jump(Tick);
        Assert.True(lease.IsHeld);
        _machine.Jump(TimeSpan.FromSeconds(10) - Tick);

        _clock.Advance(TimeSpan.FromSeconds(10) - Tick);
        Assert.True(lease.IsHeld);
        _machine.Jump(TimeSpan.FromSeconds(-5));
        _clock.Advance(Tick);
        Assert.False(lease.IsHeld);
    }

    [Fact]
    public async Task It_is_trusted_from_before_the_change()
    {
        _store.Changing = _ =>
        {
            _clock.Advance(TimeSpan.FromSeconds(3));
            return Task.CompletedTask;
        };
        Lease lease = await StartAsync();
        await StopAsync();

        _clock.Advance(TimeSpan.FromSeconds(7) - Tick);
        Assert.True(lease.IsHeld);
        _clock.Advance(Tick);

        Assert.False(lease.IsHeld);
    }

    [Fact]
    public async Task Its_holder_says_who_it_is_and_renews_it_every_five_seconds_without_reading_it()
    {
        Lease lease = await StartAsync();
        await NextAsync();
        await NextAsync();

        Assert.Equal(new LeaseRow(lease.Owner, 3, OutboxState.Delivering, false, LeaseRow.Self), _store.Row);
        Assert.NotNull(lease.Owner);
        Assert.Equal((1, 3, 1), (_store.Reads, _store.Changes, _verified));
        Assert.All(Waits, wait => Assert.Equal(TimeSpan.FromSeconds(5), wait));
        Assert.Equal(["OutboxLeaseTaken"], Logged());
        Assert.Equal((1, LeaseRow.Self), (lease.Term, lease.Holder));
    }

    [Fact]
    public async Task One_that_stands_still_for_fifteen_seconds_is_taken_and_not_before()
    {
        _store.Change(row => row with { Owner = Guid.NewGuid(), Holder = "the other one" });
        Lease lease = await StartAsync();
        Assert.Equal((false, true, "the other one"), (lease.IsHeld, lease.HasHolder, lease.Holder));
        await NextAsync();
        _store.Change(row => row);
        await NextAsync(5);
        Assert.Equal((false, true), (lease.IsHeld, lease.HasHolder));
        await NextAsync();

        Assert.Equal((true, LeaseRow.Self), (lease.IsHeld, lease.Holder));
        Assert.Equal(8, Waits.Count);
    }

    [Fact]
    public async Task A_holder_that_another_replaced_stops_at_once_and_begins_a_new_term_when_it_takes_it_back()
    {
        Lease lease = await StartAsync();
        _store.Change(row => row with { Owner = Guid.NewGuid(), Holder = "the other one" });
        await NextAsync();
        Assert.Equal((0, false, "the other one"), (lease.Term, lease.IsHeld, lease.Holder));
        Assert.Equal(["OutboxLeaseTaken", "OutboxLeaseLost"], Logged());
        await NextAsync(5);

        Assert.Equal((2, 2), (lease.Term, _verified));
        Assert.Equal(["OutboxLeaseTaken", "OutboxLeaseLost", "OutboxLeaseTaken"], Logged());
        Assert.Equal(7, Waits.Count);
    }

    [Fact]
    public async Task A_process_that_cannot_record_what_becomes_of_conversions_takes_no_lease_and_tries_at_intervals_that_double()
    {
        _verify = () => _verified is 1 or 2 or 3 or 4 ? throw new OutboxException("Permission denied.") : Task.CompletedTask;
        Lease lease = await StartAsync();
        Assert.Equal((false, false, null), (lease.IsHeld, lease.HasHolder, lease.Holder));
        await NextAsync();
        await NextAsync();
        await NextAsync();
        Assert.Equal(0, _store.Changes);
        Assert.Equal(["OutboxOperationFailed"], Logged());
        Assert.Contains("renewing the lease", _logger.LatestRecord.Message, StringComparison.Ordinal);
        await NextAsync();
        Assert.True(lease.IsHeld);
        Assert.Equal(["OutboxOperationFailed", "OutboxLeaseTaken", "OutboxOperationRecovered"], Logged());

        _store.Fault = LeaseFault.Before;
        await NextAsync();

        Assert.Equal([0.75, 1.5, 3, 3.75, 5, 0.75], Waits.Select(wait => wait.TotalSeconds));
    }

    [Fact]
    public async Task A_step_that_takes_four_seconds_has_failed()
    {
        _store.Changing = token => Task.Delay(Timeout.Infinite, token);
        Lease lease = Create();
        _keeping = lease.KeepAsync(_stopping.Token);
        await ObservedClock.UntilAsync(() => _store.Changes == 1);
        _clock.Advance(StepTimeout - Tick);
        Assert.Empty(Waits);

        _clock.Advance(Tick);
        await ObservedClock.UntilAsync(() => Waits.Count == 1);

        Assert.Equal(["OutboxOperationFailed"], Logged());
    }

    [Fact]
    public async Task A_stop_while_the_store_responds_is_no_failure()
    {
        _store.Changing = token => Task.Delay(Timeout.Infinite, token);
        Lease lease = Create();
        _keeping = lease.KeepAsync(_stopping.Token);
        await ObservedClock.UntilAsync(() => _store.Changes == 1);

        await StopAsync();

        Assert.Empty(Logged());
        Assert.Empty(Waits);
    }

    [Fact]
    public async Task The_row_is_looked_at_on_request_only_where_it_is_not_kept()
    {
        Lease lease = Create();
        await lease.ObserveAsync(Cancellation);
        Assert.Equal((1, false, null), (_store.Reads, lease.HasHolder, lease.Holder));
        _keeping = lease.KeepAsync(_stopping.Token);
        await ObservedClock.UntilAsync(() => Waits.Count == 1);
        await lease.ObserveAsync(Cancellation);
        Assert.Equal(2, _store.Reads);

        await StopAsync();
        _store.Change(row => row with { Owner = Guid.NewGuid(), Holder = "the other one", State = OutboxState.Unavailable, Cause = "unavailable 503" });
        await lease.ObserveAsync(Cancellation);
        Assert.Equal(3, _store.Reads);
        _clock.Advance(TimeSpan.FromSeconds(15) - Tick);
        Assert.Equal((true, "the other one", OutboxState.Unavailable, "unavailable 503"), (lease.HasHolder, lease.Holder, lease.State, lease.Cause));
        _clock.Advance(Tick);
        Assert.Equal((false, null, OutboxState.Unavailable), (lease.HasHolder, lease.Holder, lease.State));
    }

    [Fact]
    public async Task A_process_that_is_about_to_take_it_counts_as_its_holder_and_one_that_only_observes_does_not()
    {
        Fail();
        Lease contender = await StartAsync();
        Assert.Equal((false, true, null), (contender.IsHeld, contender.HasHolder, contender.Holder));
        await StopAsync();
        Assert.False(contender.HasHolder);

        Lease observer = Create(LeaseRole.Observer);
        using var stopping = new CancellationTokenSource();
        Task keeping = observer.KeepAsync(stopping.Token);
        await ObservedClock.UntilAsync(() => Waits.Count == 2);
        Assert.Equal((false, false, OutboxState.Delivering), (observer.IsHeld, observer.HasHolder, observer.State));
        await stopping.CancelAsync();
        await keeping;
        Assert.Equal(0, _store.Changes);
    }

    [Fact]
    public async Task A_holder_that_delivered_nothing_for_a_minute_yields_it_for_fifteen_seconds()
    {
        Lease lease = await StartAsync();
        Fail();
        for (int i = 0; i < 11; i++)
        {
            await NextAsync();
        }

        _clock.Advance(TimeSpan.FromSeconds(5) - (2 * Tick));
        lease.YieldIfFailing();
        Assert.True(lease.IsHeld);
        _clock.Advance(Tick);
        lease.YieldIfFailing();
        Assert.Equal((0, "unavailable 503"), (lease.Term, _store.Row.Cause));
        await NextAsync();
        Assert.Equal((null, null, OutboxState.Unavailable), (_store.Row.Owner, _store.Row.Holder, _store.Row.State));
        Assert.Equal((13L, "unavailable 503"), (_store.Row.Beat, _store.Row.Cause));
        Assert.Equal(["OutboxLeaseTaken", "OutboxLeaseYielded"], Logged());
        Assert.Contains(" 65 seconds", _logger.LatestRecord.Message, StringComparison.Ordinal);
        await NextAsync(4);
        Assert.False(lease.IsHeld);
        await NextAsync();

        Assert.Equal(2, lease.Term);
        lease.YieldIfFailing();
        Assert.True(lease.IsHeld);
    }

    [Fact]
    public async Task A_process_that_failed_for_long_has_a_minute_of_its_own_once_it_holds_the_lease()
    {
        Fail();
        Lease lease = await StartAsync();
        for (int i = 0; i < 5 + 11; i++)
        {
            await NextAsync();
        }

        Assert.True(_outage.FailingFor > TimeSpan.FromMinutes(1));
        _clock.Advance(TimeSpan.FromSeconds(5) - Tick);
        lease.YieldIfFailing();
        Assert.True(lease.IsHeld);
        _clock.Advance(Tick);
        lease.YieldIfFailing();

        Assert.False(lease.IsHeld);
    }

    [Fact]
    public async Task Where_nobody_else_can_deliver_it_is_never_yielded_renewed_or_released_and_the_pause_is_read()
    {
        Lease lease = await StartAsync(LeaseRole.Exclusive);
        Fail();
        for (int i = 0; i < 20; i++)
        {
            await NextAsync();
        }

        lease.YieldIfFailing();
        Assert.Equal((1, true, null), (lease.Term, lease.IsHeld, lease.Owner));
        Assert.Equal((21, 0), (_store.Reads, _store.Changes));
        _store.Change(row => row with { IsPaused = true });
        await NextAsync();
        Assert.Equal((true, OutboxState.Paused), (lease.IsPaused, lease.State));
        await lease.ReleaseAsync(Cancellation);
        Assert.Equal((false, 0), (lease.IsHeld, _store.Changes));
    }

    [Fact]
    public async Task A_pause_is_stored_once_also_when_the_row_changes_in_between_and_hides_the_cause()
    {
        Lease lease = await StartAsync();
        Fail();
        Assert.Equal("unavailable 503", lease.Cause);
        _store.Changing = _ =>
        {
            _store.Changing = null;
            _store.Change(row => row);
            return Task.CompletedTask;
        };

        await lease.SetPausedAsync(true, Cancellation);
        Assert.Equal((true, true, OutboxState.Paused, null), (_store.Row.IsPaused, lease.IsPaused, lease.State, lease.Cause));
        Assert.Equal((3L, 3), (_store.Row.Beat, _store.Changes));
        await lease.SetPausedAsync(true, Cancellation);
        Assert.Equal(3, _store.Changes);
        await lease.SetPausedAsync(false, Cancellation);

        Assert.Equal((false, false, OutboxState.Unavailable), (_store.Row.IsPaused, lease.IsPaused, lease.State));
    }

    [Fact]
    public async Task It_is_released_also_when_an_operator_pauses_in_between()
    {
        Lease lease = await StartAsync();
        await StopAsync();
        _store.Changing = _ =>
        {
            _store.Changing = null;
            _store.Change(row => row with { IsPaused = true });
            return Task.CompletedTask;
        };

        await lease.ReleaseAsync(Cancellation);

        Assert.Equal(new LeaseRow(null, 3, IsPaused: true), _store.Row);
        Assert.False(lease.IsHeld);
    }

    [Fact]
    public async Task What_another_took_is_not_released()
    {
        Lease lease = await StartAsync();
        await StopAsync();
        Guid other = Guid.NewGuid();
        _store.Change(row => row with { Owner = other });

        await lease.ReleaseAsync(Cancellation);
        Assert.Equal((other, 2L, false), (_store.Row.Owner, _store.Row.Beat, lease.IsHeld));
        int changes = _store.Changes;
        await lease.ObserveAsync(Cancellation);
        await lease.ReleaseAsync(Cancellation);

        Assert.Equal((other, changes), (_store.Row.Owner, _store.Changes));
    }

    [Theory]
    [InlineData(OutboxState.Delivering, false)]
    [InlineData(OutboxState.Unavailable, true)]
    [InlineData(OutboxState.CredentialsRefused, true)]
    public async Task Whoever_takes_over_from_one_that_failed_begins_with_a_probe(OutboxState state, bool begins)
    {
        _store.Change(row => row with { State = state });
        await StartAsync();

        Assert.Equal(begins, _outage.IsOn);
        Assert.Equal(begins ? OutboxState.Unavailable : OutboxState.Delivering, _store.Row.State);
    }

    // For so long that the lease is not taken at once.
    private void Fail()
    {
        _outage.RecordFailure(Guid.NewGuid(), _clock.GetTimestamp(), "unavailable 503");
        _outage.RecordFailure(Guid.NewGuid(), _clock.GetTimestamp(), "unavailable 503");
        _clock.Advance(Tick);
    }

    private Lease Create(LeaseRole role = LeaseRole.Contender) => new(_store, role, _outage, _ => VerifyAsync(), _backoff, _machine, _logger);

    private Task VerifyAsync()
    {
        _verified++;
        return _verify();
    }

    private async Task<Lease> StartAsync(LeaseRole role = LeaseRole.Contender)
    {
        Lease lease = Create(role);
        _keeping = lease.KeepAsync(_stopping.Token);
        await ObservedClock.UntilAsync(() => Waits.Count == 1);
        return lease;
    }

    // One step, at the end of the wait that has begun.
    private async Task NextAsync()
    {
        int waits = Waits.Count;
        _clock.Advance(Waits[^1]);
        await ObservedClock.UntilAsync(() => Waits.Count > waits);
    }

    private async Task NextAsync(int steps)
    {
        for (int step = 0; step < steps; step++)
        {
            await NextAsync();
        }
    }

    private async Task StopAsync()
    {
        await _stopping.CancelAsync();
        await _keeping.WaitAsync(Patience, Cancellation);
    }

    private List<string?> Logged() => [.. _logger.Collector.GetSnapshot().Select(record => record.Id.Name)];
}
