using System.Text;
using Microsoft.Extensions.Logging.Testing;
using Rokt.EventApi.Outbox.Delivery;
using Rokt.EventApi.Outbox.Leasing;
using Rokt.EventApi.Outbox.Outages;
using Rokt.EventApi.Outbox.Storage;

namespace Rokt.EventApi.Outbox.Tests.Delivery;

/// <summary>What an operator finds and removes, beside a delivery in this process or another, or none.</summary>
public sealed class ConversionLookupTests : IAsyncDisposable
{
    private static readonly byte[] Key = [.. Enumerable.Repeat((byte)7, 32)];
    private static readonly Guid Elsewhere = Guid.NewGuid();
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly ObservedClock _clock = new();
    private readonly ObservedClock _leaseClock = new();
    private readonly FakeLogger _logger = new();
    private readonly MemoryOutboxStore _store = new("books", isShared: true);
    private readonly CancellationTokenSource _stopping = new();
    private readonly Lease _lease;
    private readonly Backlog _backlog;
    private readonly Withdrawals _withdrawals;
    private readonly DeliveryDependencies _delivery;
    private readonly ConversionLookup _lookup;
    private Task _keeping = Task.CompletedTask;

    public ConversionLookupTests()
    {
        var backoff = new Backoff(TimeSpan.FromSeconds(5), () => 0);
        var outage = new Outage(backoff, _leaseClock);
        _lease = new Lease(_store.Lease, LeaseRole.Contender, outage, _ => Task.CompletedTask, backoff, _leaseClock, _logger);
        _backlog = new Backlog(_store, new OutboxClock(_clock), _clock);
        _withdrawals = new Withdrawals(_store.Operator, _lease, _backlog, _clock, _logger);
        _delivery = new DeliveryDependencies(null!, _backlog, _lease, outage, null!, null!, null!, _withdrawals, backoff, new Signal(), new InFlight(1, null));
        _lookup = new ConversionLookup("books", _store, () => _delivery, new OutboxOptions { CustomerKey = Key }, _clock, _logger);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _keeping;
        _stopping.Dispose();
    }

    [Fact]
    public async Task What_is_in_flight_here_is_shown_as_that_with_all_that_is_known_of_it()
    {
        await DeliverHereAsync();
        Guid id = await AddAsync("order-1", notBefore: 5);
        await _store.ReleaseAsync("books", 10, 1, Cancellation);
        await _store.PostponeAsync(id, 10, 20, failures: 3, "unavailable 503", Cancellation);
        Assert.Equal(OutboxConversionState.Pending, (await FindAsync("order-1")).State);

        Assert.True(_backlog.TryHold(id));
        OutboxConversion found = await FindAsync("order-1");

        Assert.Equal((id, "order-1", OutboxConversionState.InFlight), (found.Id, found.ConfirmationRef, found.State));
        Assert.Equal((1, 5L), (found.EnqueuedAt.ToUnixTimeMilliseconds(), found.NotBefore?.ToUnixTimeMilliseconds()));
        Assert.Equal((3, "unavailable 503", null), (found.Failures, found.Reason, found.NextAttemptAt));
        _backlog.End(id);
        Assert.Equal(OutboxConversionState.Pending, (await FindAsync("order-1")).State);
    }

    [Fact]
    public async Task What_another_process_delivers_or_what_is_scheduled_is_not_in_flight_here()
    {
        Guid pending = await AddAsync("pending");
        Guid scheduled = await AddAsync("scheduled", notBefore: 1000);
        _backlog.TryHold(pending);
        _backlog.TryHold(scheduled);
        Assert.Equal(OutboxConversionState.Pending, (await FindAsync("pending")).State);

        await DeliverHereAsync();

        Assert.Equal(OutboxConversionState.InFlight, (await FindAsync("pending")).State);
        Assert.Equal(OutboxConversionState.Scheduled, (await FindAsync("scheduled")).State);
    }

    [Fact]
    public async Task Up_to_a_hundred_are_found_and_for_no_reference_the_store_is_not_asked()
    {
        for (int i = 0; i < 101; i++)
        {
            await AddAsync("same");
        }

        Assert.Equal(100, (await _lookup.FindAsync("same", Cancellation)).Count);
        int asked = _store.Done.Count;
        Assert.Empty(await _lookup.FindAsync("", Cancellation));
        Assert.Empty(await _lookup.FindAsync(" ", Cancellation));
        Assert.Equal(asked, _store.Done.Count);
    }

    [Fact]
    public async Task What_is_scheduled_is_withdrawn_without_anybodys_agreement()
    {
        Assert.True(await DeliverElsewhereAsync());
        Guid id = await AddAsync("order-1", notBefore: 1000);

        Assert.Equal(WithdrawResult.Withdrawn, await WithdrawAsync(id));
        Assert.Equal((0, "OutboxWithdrawn"), (_store.Rows.Count, _logger.LatestRecord.Id.Name));
        Assert.DoesNotContain("RequestWithdrawal", _store.Done);
    }

    [Fact]
    public async Task Where_nobody_delivers_what_is_pending_is_withdrawn_at_once_and_what_is_gone_is_not_found()
    {
        Guid id = await AddAsync("order-1");

        Assert.Equal(WithdrawResult.Withdrawn, await WithdrawAsync(id));
        Assert.Equal(1, _logger.Collector.Count);
        Assert.Equal(WithdrawResult.NotFound, await WithdrawAsync(id));
        Assert.Equal((1, 0), (_logger.Collector.Count, _clock.Waits.Count));
    }

    [Fact]
    public async Task What_was_agreed_to_when_its_asker_crashed_is_withdrawn()
    {
        Assert.True(await DeliverElsewhereAsync());
        Guid id = await AddAsync("order-1");
        _store.Rows[0].Withdrawal = MemoryOutboxStore.Withdrawal.Agreed;

        Assert.Equal(WithdrawResult.Withdrawn, await WithdrawAsync(id));
    }

    [Fact]
    public async Task What_is_in_flight_here_is_not_withdrawn_and_is_pending_as_before()
    {
        await DeliverHereAsync();
        Guid id = await AddAsync("order-1");
        _backlog.TryHold(id);
        int logged = _logger.Collector.Count;

        Assert.Equal(WithdrawResult.InFlight, await WithdrawAsync(id));

        Assert.Equal((1, 0, true), (_store.Rows.Count, _store.Withdrawals, _backlog.IsInFlight(id)));
        Assert.Equal(logged, _logger.Collector.Count);
    }

    [Fact]
    public async Task What_this_process_could_deliver_is_withdrawn_at_once()
    {
        await DeliverHereAsync();
        Guid id = await AddAsync("order-1");
        int waits = _clock.Waits.Count;

        Assert.Equal(WithdrawResult.Withdrawn, await WithdrawAsync(id));
        Assert.Equal((0, waits), (_store.Rows.Count, _clock.Waits.Count));
    }

    [Fact]
    public async Task The_agreement_of_another_process_is_polled_for_at_intervals_that_double_up_to_half_a_second()
    {
        Assert.True(await DeliverElsewhereAsync());
        Guid id = await AddAsync("order-1");
        Task<WithdrawResult> withdrawing = _lookup.WithdrawAsync(id, Cancellation);
        for (int waits = 1; waits < 8; waits++)
        {
            await _clock.PassAsync(waits);
        }

        await ObservedClock.UntilAsync(() => _clock.Waits.Count == 8);
        await _store.AgreeToWithdrawalAsync(id, Elsewhere, Cancellation);
        await _clock.PassAsync(waits: 8);

        Assert.Equal(WithdrawResult.Withdrawn, await withdrawing.WaitAsync(Patience, Cancellation));
        Assert.Equal([20, 40, 80, 160, 320, 500, 500, 500], _clock.Waits.Select(wait => wait.TotalMilliseconds));
    }

    [Fact]
    public async Task Without_the_agreement_of_another_process_it_is_in_flight_after_ten_seconds_and_pending_as_before()
    {
        Assert.True(await DeliverElsewhereAsync());
        Guid id = await AddAsync("order-1");
        DateTimeOffset start = _clock.GetUtcNow();
        Task<WithdrawResult> withdrawing = _lookup.WithdrawAsync(id, Cancellation);
        for (int waits = 1; !withdrawing.IsCompleted; waits++)
        {
            await ObservedClock.UntilAsync(() => _clock.Waits.Count >= waits || withdrawing.IsCompleted);
            _clock.Advance(withdrawing.IsCompleted ? TimeSpan.Zero : _clock.Waits.ElementAt(waits - 1));
        }

        Assert.Equal(WithdrawResult.InFlight, await withdrawing);
        Assert.InRange(_clock.GetUtcNow() - start, TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(10.5));
        Assert.Equal((1, 0), (_store.Rows.Count, _store.Withdrawals));
    }

    [Fact]
    public async Task An_agreement_at_the_last_moment_counts()
    {
        await DeliverHereAsync();
        Guid id = await AddAsync("order-1");
        _backlog.TryHold(id);
        _store.Fault = name =>
        {
            if (name == "CancelWithdrawal")
            {
                _store.Rows[0].Withdrawal = MemoryOutboxStore.Withdrawal.Agreed;
            }
        };

        Assert.Equal(WithdrawResult.Withdrawn, await WithdrawAsync(id));
        Assert.Empty(_store.Rows);
    }

    [Fact]
    public async Task A_customer_is_erased_and_meanwhile_nothing_of_them_is_handed_out()
    {
        Guid john = await AddAsync("1", customer: "john.doe@example.com");
        Guid sending = await AddAsync("2", customer: "john.doe@example.com");
        Guid jane = await AddAsync("3", customer: "jane@example.com");
        _backlog.TryHold(sending);
        var during = new List<bool>();
        _store.Fault = name =>
        {
            if (name == "Erase")
            {
                during.AddRange([_backlog.IsInFlight(john), _backlog.IsInFlight(sending), _backlog.IsInFlight(jane)]);
            }
        };

        Assert.Equal(2, await _lookup.EraseAsync(new OutboxCustomer { Email = "john.doe@example.com" }, Cancellation));

        Assert.Equal([true, true, false], during);
        Assert.Equal((false, true), (_backlog.IsInFlight(john), _backlog.IsInFlight(sending)));
        Assert.Equal(jane, Assert.Single(_store.Rows).Id);
        Assert.Equal("2 conversions of one customer were erased from the outbox.", _logger.LatestRecord.Message);
    }

    [Fact]
    public async Task What_could_not_be_erased_is_handed_out_again()
    {
        Guid john = await AddAsync("1", customer: "john.doe@example.com");
        _store.Fault = name =>
        {
            if (name == "Erase")
            {
                throw new OutboxException("The disk is full.");
            }
        };

        await Assert.ThrowsAsync<OutboxException>(() => _lookup.EraseAsync(new OutboxCustomer { Email = "john.doe@example.com" }, Cancellation));

        Assert.False(_backlog.IsInFlight(john));
    }

    [Fact]
    public async Task A_customer_without_an_identity_and_an_outbox_without_a_key_are_errors_that_say_what_is_missing()
    {
        var argument = await Assert.ThrowsAsync<ArgumentException>("customer", () => _lookup.EraseAsync(new OutboxCustomer(), Cancellation));
        Assert.Contains("give at least one", argument.Message, StringComparison.Ordinal);
        var keyless = new ConversionLookup("books", _store, () => _delivery, new OutboxOptions(), _clock, _logger);

        var exception = await Assert.ThrowsAsync<InvalidOperationException>(() => keyless.EraseAsync(new OutboxCustomer { Email = "john.doe@example.com" }, Cancellation));

        Assert.StartsWith("Account \"books\": No customer can be found", exception.Message, StringComparison.Ordinal);
        Assert.Contains("set OutboxOptions.CustomerKey", exception.Message, StringComparison.Ordinal);
    }

    // It takes the lease before anything is waited for.
    private Task DeliverHereAsync()
    {
        _keeping = _lease.KeepAsync(_stopping.Token);
        return ObservedClock.UntilAsync(() => _lease.IsHeld);
    }

    private Task<bool> DeliverElsewhereAsync() => _store.Lease.TryReplaceAsync(_store.LeaseStore.Row, new LeaseRow(Elsewhere, 1), Cancellation);

    private async Task<OutboxConversion> FindAsync(string reference) => Assert.Single(await _lookup.FindAsync(reference, Cancellation));

    private Task<WithdrawResult> WithdrawAsync(Guid id) => _lookup.WithdrawAsync(id, Cancellation).WaitAsync(Patience, Cancellation);

    private async Task<Guid> AddAsync(string reference, long notBefore = 0, string? customer = null)
    {
        NewRow row = Stores.Rows.New(created: 1) with
        {
            ConfirmationRef = reference,
            NotBefore = notBefore,
            CustomerHash = customer is null ? null : new CustomerHashes(Key).Write(Encoding.UTF8.GetBytes(ConversionEvent.CreateBuilder().WithEmail(customer).Build().ToJson())),
        };
        await _store.AddAsync(row, Cancellation);
        return row.Id;
    }
}
