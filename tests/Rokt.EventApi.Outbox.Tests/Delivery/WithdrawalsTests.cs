using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Rokt.EventApi.Outbox.Delivery;
using Rokt.EventApi.Outbox.Leasing;
using Rokt.EventApi.Outbox.Outages;
using Rokt.EventApi.Outbox.Tests.Leasing;

namespace Rokt.EventApi.Outbox.Tests.Delivery;

/// <summary>The instance that delivers agrees to withdrawals.</summary>
public sealed class WithdrawalsTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_agreed_to_twice_at_the_same_time_does_not_count_as_in_flight()
    {
        var time = new FakeTimeProvider();
        var agreed = new TaskCompletionSource();
        var store = new MemoryOutboxStore { OnAgree = () => agreed.Task };
        var backoff = new Backoff(TimeSpan.FromSeconds(5), () => 0.5);
        var lease = new Lease(new MemoryLeaseStore(), LeaseRole.Contender, new Outage(backoff, time), _ => Task.CompletedTask, backoff, time, NullLogger.Instance);
        using var stopping = new CancellationTokenSource();
        Task keeping = lease.KeepAsync(stopping.Token);
        var backlog = new Backlog(store, new OutboxClock(time), time);
        var withdrawals = new Withdrawals(store, lease, backlog, time, NullLogger.Instance);
        var waits = Guid.NewGuid();
        var isSent = Guid.NewGuid();
        Assert.True(lease.IsHeld);
        Assert.True(backlog.TryHold(isSent));

        // By the instance's own search for what others ask for, and by an operator of this instance.
        Task<bool> first = withdrawals.TryAgreeAsync(waits, Cancellation);
        Assert.False(first.IsCompleted);
        Assert.True(await withdrawals.TryAgreeAsync(waits, Cancellation));
        Assert.False(await withdrawals.TryAgreeAsync(isSent, Cancellation));
        agreed.SetResult();

        Assert.True(await first);
        Assert.False(backlog.IsInFlight(waits));
        Assert.True(await withdrawals.TryAgreeAsync(waits, Cancellation));
        await stopping.CancelAsync();
        await keeping;
    }
}
