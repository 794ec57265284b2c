using Microsoft.Extensions.Logging;
using Rokt.EventApi.Outbox.Diagnostics;
using Rokt.EventApi.Outbox.Leasing;
using Rokt.EventApi.Outbox.Storage;

namespace Rokt.EventApi.Outbox.Delivery;

/// <summary>Counts what is stored, for metrics and health, makes due what was scheduled, and deletes what was dead-lettered or delivered long ago.</summary>
internal sealed class Housekeeping(
    string account, IOutboxStore store, Lease lease, UnregisteredAccounts others, OutboxOptions options, OutboxMetrics metrics,
    OutboxClock times, TimeProvider clock, ILogger logger)
{
    private const int PurgedAtOnce = 500;
    private const int ReleasedAtOnce = 500;

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(15);

    private readonly FailureLog _failures = new(logger, "counting and purging");

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            long startedAt = clock.GetTimestamp();
            try
            {
                await TidyAsync(cancellationToken).ConfigureAwait(false);
                _failures.RecordSuccess();
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                break;
            }
            catch (Exception exception)
            {
                _failures.RecordFailure(exception);
            }

            // Counting a long backlog takes a while; it stays a small share of the time.
            TimeSpan wait = clock.GetElapsedTime(startedAt) * 20;
            await Task.Delay(wait > Interval ? wait : Interval, clock, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        // After a drain, or where the database is no longer listed, another instance counts from now on, or none.
        metrics.Depth = null;
    }

    private async Task TidyAsync(CancellationToken cancellationToken)
    {
        if (await store.ReadClockAsync(cancellationToken).ConfigureAwait(false) is { } time)
        {
            times.Confirm(time);
        }

        if (times.Mistaken is { } ahead)
        {
            await store.RescheduleAsync(account, ahead.After, ahead.UpTo, times.Reached, cancellationToken).ConfigureAwait(false);
            times.Correct();
        }

        bool isHeld = lease.IsHeld;
        while (isHeld && await store.ReleaseAsync(account, times.Reached, ReleasedAtOnce, cancellationToken).ConfigureAwait(false) > 0)
        {
            // The time of many may come at once, some of which are withdrawn. First of all: the delivery waits for it, and for no count.
        }

        await others.ObserveAsync(mayTidy: isHeld, cancellationToken).ConfigureAwait(false);
        if (!isHeld)
        {
            // Whoever delivers counts.
            metrics.Depth = null;
            return;
        }

        metrics.DeadLettered(Reasons.Unreadable, await store.MoveDamagedToDeadLetterAsync(account, times.Now, Reasons.Unreadable, cancellationToken).ConfigureAwait(false));
        metrics.Depth = await store.CountAsync(account, cancellationToken).ConfigureAwait(false);
        if (times.LatestOlder(options.MaxAge) is { } tooOld)
        {
            await store.Operator.PurgeWithdrawnAsync(account, tooOld, cancellationToken).ConfigureAwait(false);
        }

        if (times.LatestOlder(options.DeadLetterRetention) is { } before)
        {
            await store.PurgeAsync(account, before, PurgedAtOnce, cancellationToken).ConfigureAwait(false);
        }

        if (options.LedgerRetention is { } retention && times.LatestOlder(retention) is { } delivered)
        {
            while (await store.PurgeLedgerAsync(account, delivered, PurgedAtOnce, cancellationToken).ConfigureAwait(false) > 0)
            {
                // As many are added as are delivered.
            }
        }
    }
}
