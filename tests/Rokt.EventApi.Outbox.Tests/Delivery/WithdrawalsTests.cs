using Microsoft.Extensions.Logging.Testing;
using Rokt.EventApi.Outbox.Delivery;
using Rokt.EventApi.Outbox.Leasing;
using Rokt.EventApi.Outbox.Outages;
using Rokt.EventApi.Outbox.Storage;

namespace Rokt.EventApi.Outbox.Tests.Delivery;

/// <summary>The process that delivers agrees to withdrawals, and nobody else.</summary>
public sealed class WithdrawalsTests : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly ObservedClock _clock = new();
    private readonly ObservedClock _leaseClock = new();
    private readonly FakeLogger _logger = new();
    private readonly MemoryOutboxStore _store = new("books", isShared: true);
    private readonly CancellationTokenSource _stopping = new();
    private readonly Lease _lease;
    private readonly Backlog _backlog;
    private readonly Withdrawals _withdrawals;
    private Task _keeping = Task.CompletedTask;

    public WithdrawalsTests()
    {
        _lease = Create(LeaseRole.Contender);
        _backlog = new Backlog(_store, new OutboxClock(_clock), _clock);
        _withdrawals = new Withdrawals(_store.Operator, _lease, _backlog, _clock, _logger);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _keeping;
        _stopping.Dispose();
    }

    [Fact]
    public async Task A_process_that_does_not_deliver_has_nothing_to_agree_to()
    {
        Guid id = await RequestAsync();

        Assert.True(await _withdrawals.TryAgreeAsync(id, Cancellation));
        Assert.Equal(MemoryOutboxStore.Withdrawal.Requested, _store.Rows[0].Withdrawal);
    }

    [Fact]
    public async Task The_process_that_delivers_agrees_unless_the_conversion_is_in_flight()
    {
        await DeliverAsync();
        Guid id = await RequestAsync();
        _backlog.TryHold(id);
        Assert.False(await _withdrawals.TryAgreeAsync(id, Cancellation));
        Assert.Equal((MemoryOutboxStore.Withdrawal.Requested, true), (_store.Rows[0].Withdrawal, _backlog.IsInFlight(id)));
        _backlog.End(id);

        Assert.True(await _withdrawals.TryAgreeAsync(id, Cancellation));
        Assert.Equal((MemoryOutboxStore.Withdrawal.Agreed, false), (_store.Rows[0].Withdrawal, _backlog.IsInFlight(id)));
    }

    [Fact]
    public async Task What_is_agreed_to_twice_at_the_same_time_does_not_count_as_in_flight()
    {
        await DeliverAsync();
        Guid id = await RequestAsync();
        var agreed = new TaskCompletionSource();
        _store.OnAgree = () => agreed.Task;

        // By the process's own search for what others ask for, and by an operator of this process.
        Task<bool> first = _withdrawals.TryAgreeAsync(id, Cancellation);
        Assert.False(first.IsCompleted);
        Assert.True(await _withdrawals.TryAgreeAsync(id, Cancellation));
        agreed.SetResult();

        Assert.True(await first);
        Assert.Equal((MemoryOutboxStore.Withdrawal.Agreed, false), (_store.Rows[0].Withdrawal, _backlog.IsInFlight(id)));
        Assert.True(await _withdrawals.TryAgreeAsync(id, Cancellation));
    }

    [Fact]
    public async Task The_agreement_of_a_process_that_lost_the_lease_without_knowing_does_not_count()
    {
        await DeliverAsync();
        Guid id = await RequestAsync();
        await _store.Lease.TryReplaceAsync(_store.LeaseStore.Row, new LeaseRow(Guid.NewGuid(), 100), Cancellation);

        await _withdrawals.TryAgreeAsync(id, Cancellation);

        Assert.Equal(MemoryOutboxStore.Withdrawal.Requested, _store.Rows[0].Withdrawal);
    }

    [Fact]
    public async Task What_others_ask_for_is_agreed_to_every_second()
    {
        await DeliverAsync();
        Task running = _withdrawals.RunAsync(_stopping.Token);
        await ObservedClock.UntilAsync(() => _clock.Waits.Count == 1);
        Guid sending = await RequestAsync();
        _backlog.TryHold(sending);
        await RequestAsync();

        await _clock.PassAsync(waits: 1);
        await ObservedClock.UntilAsync(() => _clock.Waits.Count == 2);

        Assert.Equal([MemoryOutboxStore.Withdrawal.Requested, MemoryOutboxStore.Withdrawal.Agreed], _store.Rows.Select(row => row.Withdrawal));
        Assert.Equal([TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1)], _clock.Waits);
        await _stopping.CancelAsync();
        await running.WaitAsync(Patience, Cancellation);
        Assert.Empty(Failures());
    }

    [Fact]
    public async Task A_process_that_does_not_deliver_asks_for_none()
    {
        await _store.Lease.TryReplaceAsync(_store.LeaseStore.Row, new LeaseRow(Guid.NewGuid(), 1), Cancellation);
        Task running = _withdrawals.RunAsync(_stopping.Token);
        await ObservedClock.UntilAsync(() => _clock.Waits.Count == 1);

        Assert.DoesNotContain("ReadWithdrawals", _store.Done);
        await _stopping.CancelAsync();
        await running.WaitAsync(Patience, Cancellation);
    }

    [Fact]
    public async Task A_store_that_fails_is_asked_again_and_logged_once_as_is_its_recovery()
    {
        await DeliverAsync();
        int failures = 0;
        _store.Fault = name =>
        {
            if (name == "ReadWithdrawals" && ++failures <= 2)
            {
                throw new OutboxException("The database is away.");
            }
        };
        Task running = _withdrawals.RunAsync(_stopping.Token);
        await _clock.PassAsync(waits: 1);
        await ObservedClock.UntilAsync(() => _clock.Waits.Count == 2);
        Assert.Equal(["OutboxOperationFailed"], Failures());
        Assert.Contains("agreeing to withdrawals", _logger.LatestRecord.Message, StringComparison.Ordinal);

        await _clock.PassAsync(waits: 2);
        await ObservedClock.UntilAsync(() => _clock.Waits.Count == 3);

        Assert.Equal(["OutboxOperationFailed", "OutboxOperationRecovered"], Failures());
        await _stopping.CancelAsync();
        await running.WaitAsync(Patience, Cancellation);
    }

    [Fact]
    public async Task A_conversion_is_handed_out_again_when_the_agreement_fails()
    {
        await DeliverAsync();
        Guid id = await RequestAsync();
        _store.Fault = name =>
        {
            if (name == "AgreeToWithdrawal")
            {
                throw new OutboxException("The database is away.");
            }
        };

        await Assert.ThrowsAsync<OutboxException>(() => _withdrawals.TryAgreeAsync(id, Cancellation));

        Assert.False(_backlog.IsInFlight(id));
    }

    [Fact]
    public async Task A_stop_while_the_store_responds_is_no_failure()
    {
        await DeliverAsync();
        _store.Fault = name =>
        {
            if (name == "ReadWithdrawals")
            {
                _stopping.Cancel();
                throw new OperationCanceledException(_stopping.Token);
            }
        };

        await _withdrawals.RunAsync(_stopping.Token).WaitAsync(Patience, Cancellation);

        Assert.Empty(Failures());
        Assert.Empty(_clock.Waits);
    }

    [Fact]
    public async Task Where_the_store_is_not_shared_nobody_else_can_ask()
    {
        var withdrawals = new Withdrawals(_store.Operator, Create(LeaseRole.Exclusive), _backlog, _clock, _logger);

        await withdrawals.RunAsync(CancellationToken.None).WaitAsync(Patience, Cancellation);

        Assert.Empty(_store.Done);
    }

    private Lease Create(LeaseRole role)
    {
        var backoff = new Backoff(TimeSpan.FromSeconds(5), () => 0);
        return new Lease(_store.Lease, role, new Outage(backoff, _leaseClock), _ => Task.CompletedTask, backoff, _leaseClock, _logger);
    }

    private Task DeliverAsync()
    {
        _keeping = _lease.KeepAsync(_stopping.Token);
        return ObservedClock.UntilAsync(() => _lease.IsHeld);
    }

    private async Task<Guid> RequestAsync()
    {
        NewRow row = Stores.Rows.New();
        await _store.AddAsync(row, Cancellation);
        Assert.True(await _store.RequestWithdrawalAsync(row.Id, Cancellation));
        return row.Id;
    }

    private List<string?> Failures() => [.. _logger.Collector.GetSnapshot().Select(record => record.Id.Name).Where(name => name!.StartsWith("OutboxOperation", StringComparison.Ordinal))];
}
