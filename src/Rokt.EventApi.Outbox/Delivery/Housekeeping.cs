using Microsoft.Extensions.Logging;
using Rokt.EventApi.Outbox.Diagnostics;
using Rokt.EventApi.Outbox.Leasing;
using Rokt.EventApi.Outbox.Storage;

namespace Rokt.EventApi.Outbox.Delivery;

/// <summary>Counts what is stored, for metrics and health, and deletes what has been dead for long, little by little.</summary>
internal sealed class Housekeeping(
    string account, IOutboxStore store, Lease lease, OutboxOptions options, OutboxMetrics metrics, TimeProvider clock, ILogger logger)
{
    private const int PurgedAtOnce = 500;

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(15);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            long startedAt = clock.GetTimestamp();
            try
            {
                if (!lease.IsHeld)
                {
                    // Who delivers counts.
                    metrics.Depth = null;
                }
                else
                {
                    metrics.Depth = await store.CountAsync(account, cancellationToken).ConfigureAwait(false);
                    long before = (clock.GetUtcNow() - options.DeadRetention).ToUnixTimeMilliseconds();
                    await store.PurgeAsync(account, before, PurgedAtOnce, cancellationToken).ConfigureAwait(false);
                }
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                break;
            }
            catch (Exception exception)
            {
                Log.StoreFailed(logger, exception);
            }

            // Counting a long backlog takes a while; it stays a small share of the time.
            TimeSpan wait = clock.GetElapsedTime(startedAt) * 20;
            await Task.Delay(wait > Interval ? wait : Interval, clock, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
