using Rokt.EventApi.Outbox.Storage;

namespace Rokt.EventApi.Outbox.Delivery;

/// <summary>Delivers now, for a limited time: for hosts that freeze between requests, and for jobs.</summary>
/// <param name="account">The account.</param>
/// <param name="store">The store.</param>
/// <param name="times">The times.</param>
/// <param name="createLoop">Creates a loop that delivers.</param>
/// <param name="turn">Held by whichever loop of this process delivers.</param>
/// <param name="signal">Wakes that loop.</param>
/// <param name="clock">The clock.</param>
internal sealed class Drain(string account, IOutboxStore store, OutboxClock times, Func<DeliveryLoop> createLoop, SemaphoreSlim turn, Signal signal, TimeProvider clock)
{
    private const int ReleasedAtOnce = 500;

    private static readonly TimeSpan ShortestPoll = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan LongestPoll = TimeSpan.FromSeconds(1);

    // What the last sends need to end before the time is over.
    private static readonly TimeSpan LongestFinish = TimeSpan.FromSeconds(2);

    public async Task RunAsync(TimeSpan budget, CancellationToken cancellationToken)
    {
        if ((await store.Lease.ReadAsync(cancellationToken).ConfigureAwait(false)).IsPaused)
        {
            return;
        }

        TimeSpan finish = budget / 4 < LongestFinish ? budget / 4 : LongestFinish;
        using var stopping = new CancellationTokenSource(budget - finish, clock);
        using var abandoned = new CancellationTokenSource(budget, clock);
        using CancellationTokenRegistration registration = cancellationToken.UnsafeRegister(_ => stopping.Cancel(), null);
        if (await store.ReadClockAsync(cancellationToken).ConfigureAwait(false) is { } time)
        {
            // It may have been frozen since it looked.
            times.Confirm(time);
        }

        while (!stopping.IsCancellationRequested
            && await store.ReleaseAsync(account, times.Reached, ReleasedAtOnce, cancellationToken).ConfigureAwait(false) > 0)
        {
            // What is not due any later is delivered now, too.
        }

        // While the host's own loop delivers, or another drain, there is only to wait.
        signal.Set();
        bool isTurn = false;
        await UntilEmptyAsync(() => isTurn = turn.Wait(TimeSpan.Zero, CancellationToken.None), stopping.Token).ConfigureAwait(false);
        if (isTurn)
        {
            try
            {
                Task delivering = createLoop().RunAsync(stopping.Token, abandoned.Token);
                try
                {
                    await UntilEmptyAsync(() => false, stopping.Token).ConfigureAwait(false);
                }
                finally
                {
                    await stopping.CancelAsync().ConfigureAwait(false);
                    await delivering.ConfigureAwait(false);
                }
            }
            finally
            {
                turn.Release();
            }
        }

        cancellationToken.ThrowIfCancellationRequested();
    }

    private async Task UntilEmptyAsync(Func<bool> orUntil, CancellationToken stopping)
    {
        TimeSpan poll = ShortestPoll;
        try
        {
            while (!orUntil() && (await store.ReadDepthAsync(stopping).ConfigureAwait(false)).Pending > 0)
            {
                await Task.Delay(poll, clock, stopping).ConfigureAwait(false);
                poll = poll * 2 < LongestPoll ? poll * 2 : LongestPoll;
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The time is over.
        }
    }
}
