using Microsoft.Extensions.Logging;
using Rokt.EventApi.Outbox.Diagnostics;
using Rokt.EventApi.Outbox.Storage;

namespace Rokt.EventApi.Outbox.Dispatch;

/// <summary>Counts what is stored, for metrics and health, and deletes what has been dead for long, little by little.</summary>
internal sealed class Housekeeping(
    IOutboxStore store, Lease lease, OutboxOptions options, OutboxMetrics metrics, TimeProvider clock, ILogger logger)
{
    private const int PurgedAtOnce = 500;

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(15);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                if (lease.IsHeld)
                {
                    metrics.Depth = await store.CountAsync(cancellationToken).ConfigureAwait(false);
                    long before = (clock.GetUtcNow() - options.DeadRetention).ToUnixTimeMilliseconds();
                    await store.PurgeAsync(before, PurgedAtOnce, cancellationToken).ConfigureAwait(false);
                }

                await Task.Delay(Interval, clock, cancellationToken).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                break;
            }
            catch (Exception exception)
            {
                Log.StoreFailed(logger, exception);
                await Task.Delay(TimeSpan.FromSeconds(1), clock, CancellationToken.None).ConfigureAwait(false);
            }
        }
    }
}
