using System.Text;
using Rokt.EventApi.Outbox.Storage;

namespace Rokt.EventApi.Outbox.Tests.Stores;

/// <summary>What every store does for an operator.</summary>
public abstract partial class StoreContract
{
    [Fact]
    public async Task A_conversion_is_found_by_its_confirmation_reference_whatever_became_of_it()
    {
        await AddToAnotherAsync("4711");
        NewRow pending = await AddReferenceAsync("4711", 100);
        NewRow postponed = await AddReferenceAsync("4711", 200);
        NewRow rejected = await AddReferenceAsync("4711", 300);
        NewRow scheduled = await AddReferenceAsync("4711", 400, notBefore: 9000);
        await AddReferenceAsync("4712", 100);
        await AddAsync(100, "without a reference");
        await _store.PostponeAsync(postponed.Id, 500, 2000, 3, "unavailable 503", Cancellation);
        await _store.MoveToDeadLetterAsync(rejected.Id, 5000, 1, "rejected 400", "BAD_REQUEST,invalid.field", Cancellation);

        IReadOnlyList<OutboxConversion> found = await _store.Operator.FindAsync("4711", 10, Cancellation);

        Assert.Equal([pending.Id, postponed.Id, rejected.Id, scheduled.Id], found.Select(conversion => conversion.Id));
        Assert.Equal(
            [OutboxConversionState.Pending, OutboxConversionState.Pending, OutboxConversionState.DeadLettered, OutboxConversionState.Scheduled],
            found.Select(conversion => conversion.State));
        Assert.All(found, conversion => Assert.Equal("4711", conversion.ConfirmationRef));
        Assert.Equal([100, 200, 300, 400], found.Select(conversion => conversion.EnqueuedAt.ToUnixTimeMilliseconds()));
        Assert.Equal([100, 2000, null, 9000], found.Select(conversion => conversion.NextAttemptAt?.ToUnixTimeMilliseconds()));
        Assert.Equal([null, null, null, 9000], found.Select(conversion => conversion.NotBefore?.ToUnixTimeMilliseconds()));
        Assert.Equal([null, null, 5000, null], found.Select(conversion => conversion.DeadLetteredAt?.ToUnixTimeMilliseconds()));
        Assert.Equal([("", 0), ("unavailable 503", 3), ("rejected 400", 1), ("", 0)], found.Select(conversion => (conversion.Reason, conversion.Failures)));
        Assert.Equal(["BAD_REQUEST", "invalid.field"], found[2].ErrorCodes);
        Assert.Equal(2, (await _store.Operator.FindAsync("4711", 2, Cancellation)).Count);
        Assert.Empty(await _store.Operator.FindAsync("4713", 10, Cancellation));
    }

    [Fact]
    public async Task A_dead_letter_has_its_confirmation_reference_and_error_codes_until_it_is_requeued()
    {
        NewRow row = await AddReferenceAsync("4711", 100);
        await _store.MoveToDeadLetterAsync(row.Id, 5000, 1, "rejected 400", "BAD_REQUEST", Cancellation);

        DeadLetter letter = Assert.Single(await _store.ReadDeadLettersAsync(null, null, 10, Cancellation));
        await _store.RequeueAsync(row.Id, 6000, Cancellation);

        Assert.Equal(("4711", "BAD_REQUEST"), (letter.ConfirmationRef, Assert.Single(letter.ErrorCodes)));
        OutboxConversion requeued = Assert.Single(await _store.Operator.FindAsync("4711", 10, Cancellation));
        Assert.Equal((OutboxConversionState.Pending, "", 0), (requeued.State, requeued.Reason, requeued.ErrorCodes.Count));
    }

    [Fact]
    public async Task What_is_scheduled_is_read_only_after_its_time_and_ages_from_then()
    {
        NewRow first = await AddReferenceAsync("1", 100, notBefore: 2000);
        NewRow second = await AddReferenceAsync("2", 100, notBefore: 3000);
        await AddReferenceAsync("3", 100, notBefore: 9000);

        Assert.Empty(await ReadAllAsync(now: 10_000));
        Assert.Empty(await _store.ReadAsync(Position.Start, 50, withAhead: true, 100, Cancellation));
        Assert.Equal(new Depth(0, null, 0) { Scheduled = 3 }, await _store.CountAsync("", Cancellation));
        Assert.Equal(0, await _store.ReleaseAsync("", 1999, 10, Cancellation));
        Assert.Equal(0, await _store.ReleaseAsync("another", 4000, 10, Cancellation));
        Assert.Equal(1, await _store.ReleaseAsync("", 4000, 1, Cancellation));
        Assert.Equal(1, await _store.ReleaseAsync("", 4000, 10, Cancellation));

        Assert.Equal([(first.Id, 2000L, 2000L, 2000L), (second.Id, 3000L, 3000L, 3000L)], (await ReadAllAsync(now: 4000)).Select(row => (row.Id, row.Created, row.Due, row.NotBefore)));
        Assert.Equal(new Depth(2, 2000, 0) { Scheduled = 1 }, await _store.CountAsync("", Cancellation));
        Assert.Equal(new Depth(2, 2000, 0) { Scheduled = 1 }, await _store.ReadDepthAsync(Cancellation));
    }

    [Fact]
    public async Task What_is_scheduled_can_be_withdrawn_at_once_and_what_is_pending_where_nobody_holds_the_lease_and_nothing_else()
    {
        NewRow others = await AddToAnotherAsync("4");
        NewRow pending = await AddReferenceAsync("1", 100);
        NewRow scheduled = await AddReferenceAsync("2", 100, notBefore: 9000);
        NewRow rejected = await AddReferenceAsync("3", 100);
        await _store.MoveToDeadLetterAsync(rejected.Id, 5000, 0, "rejected 400", null, Cancellation);

        foreach (Guid id in (Guid[])[pending.Id, rejected.Id, others.Id])
        {
            Assert.False(await _store.Operator.WithdrawScheduledAsync(id, Cancellation));
        }

        foreach (Guid id in (Guid[])[scheduled.Id, rejected.Id, others.Id])
        {
            Assert.False(await _store.Operator.RequestWithdrawalAsync(id, Cancellation));
            Assert.Equal(WithdrawResult.NotFound, await _store.Operator.EndWithdrawalAsync(id, Cancellation));
        }

        Assert.True(await _store.Operator.RequestWithdrawalAsync(pending.Id, Cancellation));

        // By an operator whose first attempt was cut off.
        Assert.True(await _store.Operator.RequestWithdrawalAsync(pending.Id, Cancellation));
        Assert.Equal(WithdrawResult.Withdrawn, await _store.Operator.EndWithdrawalAsync(pending.Id, Cancellation));
        Assert.Equal(WithdrawResult.NotFound, await _store.Operator.EndWithdrawalAsync(pending.Id, Cancellation));
        Assert.True(await _store.Operator.WithdrawScheduledAsync(scheduled.Id, Cancellation));
        Assert.Equal(new Depth(0, null, 1), await _store.CountAsync("", Cancellation));
    }

    [Fact]
    public async Task While_somebody_holds_the_lease_a_withdrawal_needs_its_agreement_and_can_be_cancelled_until_then()
    {
        var holder = Guid.NewGuid();
        LeaseRow seen = await _store.Lease.ReadAsync(Cancellation);
        await _store.Lease.TryReplaceAsync(seen, seen with { Owner = holder, Beat = 1 }, Cancellation);
        NewRow first = await AddReferenceAsync("1", 100);
        NewRow second = await AddReferenceAsync("2", 200);
        foreach (NewRow row in (NewRow[])[first, second])
        {
            Assert.True(await _store.Operator.RequestWithdrawalAsync(row.Id, Cancellation));
        }

        Assert.Empty(await ReadAllAsync());
        Assert.Equal([first.Id, second.Id], await _store.Operator.ReadWithdrawalsAsync(10, Cancellation));
        Assert.Equal([first.Id], await _store.Operator.ReadWithdrawalsAsync(1, Cancellation));
        await _store.Operator.AgreeToWithdrawalAsync(first.Id, Guid.NewGuid(), Cancellation);
        Assert.Equal(WithdrawResult.InFlight, await _store.Operator.EndWithdrawalAsync(first.Id, Cancellation));
        Assert.Single(await _store.Operator.FindAsync("1", 10, Cancellation));

        await _store.Operator.AgreeToWithdrawalAsync(first.Id, holder, Cancellation);
        Assert.Empty(await _store.Operator.FindAsync("1", 10, Cancellation));
        Assert.False(await _store.Operator.CancelWithdrawalAsync(first.Id, Cancellation));
        Assert.Equal(WithdrawResult.Withdrawn, await _store.Operator.EndWithdrawalAsync(first.Id, Cancellation));

        Assert.True(await _store.Operator.CancelWithdrawalAsync(second.Id, Cancellation));
        await _store.Operator.AgreeToWithdrawalAsync(second.Id, holder, Cancellation);

        // By another operator, whose request the first one has cancelled: it waits, and was not found missing.
        Assert.Equal(WithdrawResult.InFlight, await _store.Operator.EndWithdrawalAsync(second.Id, Cancellation));
        Assert.Equal(second.Id, Assert.Single(await ReadAllAsync()).Id);
    }

    [Fact]
    public async Task What_becomes_of_a_row_in_flight_is_recorded_although_it_is_to_be_withdrawn()
    {
        NewRow postponed = await AddReferenceAsync("1", 100);
        NewRow rejected = await AddReferenceAsync("2", 100);
        NewRow delivered = await AddReferenceAsync("3", 100);
        foreach (NewRow row in (NewRow[])[postponed, rejected, delivered])
        {
            Assert.True(await _store.Operator.RequestWithdrawalAsync(row.Id, Cancellation));
        }

        await _store.PostponeAsync(postponed.Id, 500, 2000, 3, "unavailable 503", Cancellation);
        await _store.MoveToDeadLetterAsync(rejected.Id, 500, 0, "rejected 400", null, Cancellation);
        await _store.DeleteAsync([delivered.Id], Cancellation);

        Assert.True(await _store.Operator.CancelWithdrawalAsync(postponed.Id, Cancellation));
        Assert.Equal([(2000L, 3)], (await ReadAllAsync(now: 2000)).Select(row => (row.Due, row.Failures)));
        Assert.Equal(WithdrawResult.NotFound, await _store.Operator.EndWithdrawalAsync(rejected.Id, Cancellation));
        Assert.Equal(WithdrawResult.NotFound, await _store.Operator.EndWithdrawalAsync(delivered.Id, Cancellation));
        Assert.Equal(new Depth(1, 100, 1), await _store.CountAsync("", Cancellation));
    }

    [Fact]
    public async Task A_withdrawal_that_a_crash_cut_off_is_deleted_by_age()
    {
        NewRow row = await AddReferenceAsync("1", 100);
        await AddReferenceAsync("2", 100);
        await _store.Operator.RequestWithdrawalAsync(row.Id, Cancellation);

        await _store.Operator.PurgeWithdrawnAsync("", 100, Cancellation);
        await _store.Operator.PurgeWithdrawnAsync("another", 101, Cancellation);
        Assert.Single(await _store.Operator.ReadWithdrawalsAsync(10, Cancellation));
        await _store.Operator.PurgeWithdrawnAsync("", 101, Cancellation);

        Assert.Empty(await _store.Operator.FindAsync("1", 10, Cancellation));
        Assert.Single(await _store.Operator.FindAsync("2", 10, Cancellation));
    }

    [Fact]
    public async Task What_was_scheduled_by_a_clock_that_was_ahead_waits_from_now_on()
    {
        NewRow right = await AddReferenceAsync("1", 1000, notBefore: 3000);
        NewRow ahead = await AddReferenceAsync("2", 9000, notBefore: 9500);
        NewRow later = await AddReferenceAsync("3", 9001, notBefore: 9500);

        await _store.RescheduleAsync("another", 1000, 9000, 2000, Cancellation);
        await _store.RescheduleAsync("", 1000, 9000, 2000, Cancellation);

        Assert.Equal(2, await _store.ReleaseAsync("", 3000, 10, Cancellation));
        Assert.Equal([(ahead.Id, 2500L, 2500L), (right.Id, 3000L, 3000L)], (await ReadAllAsync(now: 3000)).Select(row => (row.Id, row.Due, row.NotBefore)));
        Assert.Equal(9500, Assert.Single(await _store.Operator.FindAsync("3", 10, Cancellation)).NotBefore!.Value.ToUnixTimeMilliseconds());
        Assert.NotEqual(later.Id, ahead.Id);
    }

    [Fact]
    public async Task A_customer_is_erased_in_every_state_by_any_of_the_hashes()
    {
        await AddToAnotherAsync("4711", "bb02");
        NewRow pending = Rows.New() with { CustomerHash = "aa01 bb02 cc03" };
        NewRow scheduled = Rows.New() with { CustomerHash = "bb02", NotBefore = 9000 };
        NewRow rejected = Rows.New() with { CustomerHash = "dd04 cc03" };
        NewRow another = Rows.New() with { CustomerHash = "ee05" };
        foreach (NewRow row in (NewRow[])[pending, scheduled, rejected, another, Rows.New()])
        {
            await _store.AddAsync(row, Cancellation);
        }

        await _store.MoveToDeadLetterAsync(rejected.Id, 5000, 0, "rejected 400", null, Cancellation);

        IReadOnlyList<Guid> ids = await _store.Operator.FindCustomerAsync(["bb02", "cc03", "ff06"], Cancellation);

        Assert.Equal(new[] { pending.Id, scheduled.Id, rejected.Id }.Order(), ids.Order());
        Assert.Equal(3, await _store.Operator.EraseAsync(ids, Cancellation));
        Assert.Equal(0, await _store.Operator.EraseAsync(ids, Cancellation));
        Assert.Equal(new Depth(2, 100, 0), await _store.CountAsync("", Cancellation));
        Assert.Equal(new Depth(1, 100, 0), await _store.CountAsync("another", Cancellation));
    }

    [Fact]
    public async Task Dead_letters_are_counted_by_reason()
    {
        await AddDeadLetterOfAnotherAsync();
        Assert.Empty(await _store.Operator.CountReasonsAsync(Cancellation));
        await AddDeadLettersAsync(5, _ => 5000, i => i < 2 ? "rejected 400" : "too old");

        IReadOnlyDictionary<string, long> reasons = await _store.Operator.CountReasonsAsync(Cancellation);

        Assert.Equal([("rejected 400", 2L), ("too old", 3L)], reasons.OrderBy(reason => reason.Key, StringComparer.Ordinal).Select(reason => (reason.Key, reason.Value)));
    }

    [Fact]
    public async Task Every_account_is_reported_with_what_its_lease_says()
    {
        await AddDeadLetterOfAnotherAsync();
        await AddAsync(300, "a");
        await AddReferenceAsync("4711", 100, notBefore: 9000);
        LeaseRow seen = await _store.Lease.ReadAsync(Cancellation);
        await _store.Lease.TryReplaceAsync(seen, seen with { Owner = Guid.NewGuid(), Beat = 7, State = OutboxState.Unavailable }, Cancellation);

        IReadOnlyDictionary<string, OutboxStatus> statuses = await _store.Operator.ReadStatusesAsync(Cancellation);

        Assert.Equal(["", "another"], statuses.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(
            (1, 1, 0, DateTimeOffset.FromUnixTimeMilliseconds(300), OutboxState.Unavailable, true),
            (statuses[""].Pending, statuses[""].Scheduled, statuses[""].DeadLettered, statuses[""].OldestPending, statuses[""].State, statuses[""].HasDispatcher));
        Assert.Equal(
            (0, 0, 1, null, OutboxState.Delivering, false),
            (statuses["another"].Pending, statuses["another"].Scheduled, statuses["another"].DeadLettered, statuses["another"].OldestPending, statuses["another"].State, statuses["another"].HasDispatcher));
    }

    [Fact]
    public async Task What_is_delivered_is_recorded_in_the_ledger_where_it_is_kept_and_purged_by_age()
    {
        NewRow unrecorded = await AddReferenceAsync("before", 100);
        await _store.DeleteAsync([unrecorded.Id], Cancellation);
        (_store as IDisposable)?.Dispose();
        _store = _test.Open(keepsLedger: true);
        Assert.Null(await _store.VerifyAsync(Cancellation));
        await _store.ProveAsync(Cancellation);
        NewRow first = await AddReferenceAsync("4711", 100);
        NewRow second = await AddReferenceAsync("4711", 200);
        NewRow third = Rows.New();
        await _store.AddAsync(third, Cancellation);
        await _store.PostponeAsync(first.Id, 500, 2000, 3, "unavailable 503", Cancellation);
        long before = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();

        await _store.DeleteAsync([first.Id, second.Id, third.Id, Guid.NewGuid()], Cancellation);
        await _store.DeleteAsync([first.Id], Cancellation);

        Assert.Empty(await ReadAllAsync(now: 10_000));
        Assert.Empty(await _store.Operator.FindAsync("before", 10, Cancellation));
        IReadOnlyList<OutboxConversion> found = [.. (await _store.Operator.FindAsync("4711", 10, Cancellation)).OrderBy(conversion => conversion.EnqueuedAt)];
        Assert.Equal([(first.Id, 100L, 3), (second.Id, 200L, 0)], found.Select(conversion => (conversion.Id, conversion.EnqueuedAt.ToUnixTimeMilliseconds(), conversion.Failures)));
        Assert.All(found, conversion =>
        {
            Assert.Equal((OutboxConversionState.Delivered, "4711", null), (conversion.State, conversion.ConfirmationRef, conversion.NextAttemptAt));
            Assert.InRange(conversion.DeliveredAt!.Value.ToUnixTimeMilliseconds(), before, DateTimeOffset.UtcNow.ToUnixTimeMilliseconds());
        });
        Assert.Equal(0, await _store.PurgeLedgerAsync("", before, 10, Cancellation));
        Assert.Equal(0, await _store.PurgeLedgerAsync("another", long.MaxValue, 10, Cancellation));
        Assert.Equal(2, await _store.PurgeLedgerAsync("", long.MaxValue, 2, Cancellation));
        Assert.Equal(1, await _store.PurgeLedgerAsync("", long.MaxValue, 2, Cancellation));
        Assert.Empty(await _store.Operator.FindAsync("4711", 10, Cancellation));
    }

    [Fact]
    public async Task A_delivered_row_that_a_backup_brings_back_is_recorded_once_and_holds_up_no_other()
    {
        (_store as IDisposable)?.Dispose();
        _store = _test.Open(keepsLedger: true);
        NewRow restored = await AddReferenceAsync("4711", 100);
        await _store.DeleteAsync([restored.Id], Cancellation);
        DateTimeOffset? delivered = Assert.Single(await _store.Operator.FindAsync("4711", 10, Cancellation)).DeliveredAt;
        await _store.AddAsync(restored, Cancellation);
        NewRow other = await AddReferenceAsync("4712", 200);

        await _store.DeleteAsync([restored.Id, other.Id], Cancellation);

        Assert.Empty(await ReadAllAsync(now: 10_000));
        Assert.Equal(delivered, Assert.Single(await _store.Operator.FindAsync("4711", 10, Cancellation)).DeliveredAt);
        Assert.Equal(OutboxConversionState.Delivered, Assert.Single(await _store.Operator.FindAsync("4712", 10, Cancellation)).State);
    }

    [Fact]
    public async Task A_reference_of_any_length_and_any_characters_is_stored_and_found()
    {
        string long256 = new('ü', 255);
        foreach (string reference in (string[])["a\0b", new string('x', 4096), long256 + "😀 and more", "50 % off_[x]'\""])
        {
            string stored = StoredReference.From(reference)!;
            await AddReferenceAsync(stored, 100);

            Assert.Equal(stored, Assert.Single(await _store.Operator.FindAsync(stored, 10, Cancellation)).ConfirmationRef);
        }
    }

    private async Task<NewRow> AddReferenceAsync(string reference, long created, long notBefore = 0)
    {
        NewRow row = Rows.New(Encoding.UTF8.GetBytes(reference), created) with { ConfirmationRef = reference, NotBefore = notBefore };
        await _store.AddAsync(row, Cancellation);
        return row;
    }

    private async Task<NewRow> AddToAnotherAsync(string reference, string? customer = null)
    {
        IOutboxStore other = _test.Open("another");
        NewRow row = Rows.New() with { ConfirmationRef = reference, CustomerHash = customer };
        await other.AddAsync(row, Cancellation);

        // One process uses a file.
        (other as IDisposable)?.Dispose();
        return row;
    }
}
