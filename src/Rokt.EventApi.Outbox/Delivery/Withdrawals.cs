using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Rokt.EventApi.Outbox.Diagnostics;
using Rokt.EventApi.Outbox.Leasing;
using Rokt.EventApi.Outbox.Storage;

namespace Rokt.EventApi.Outbox.Delivery;

/// <summary>
/// Agrees to withdrawals, where this process delivers: it alone knows what it has read and what it is sending. Whoever withdraws a
/// conversion marks the row first, which hides it from every later reading.
/// </summary>
internal sealed class Withdrawals(IOperatorStore store, Lease lease, Backlog backlog, TimeProvider clock, ILogger logger)
{
    private const int AtOnce = 100;

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly FailureLog _failures = new(logger, "agreeing to withdrawals");
    private readonly ConcurrentDictionary<Guid, bool> _agreeing = new();

    /// <summary>Agrees to what other instances ask for, until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        // Nobody else can ask where there is no other holder.
        while (lease.Owner is not null && !cancellationToken.IsCancellationRequested)
        {
            try
            {
                foreach (Guid id in lease.IsHeld ? await store.ReadWithdrawalsAsync(AtOnce, cancellationToken).ConfigureAwait(false) : [])
                {
                    await TryAgreeAsync(id, cancellationToken).ConfigureAwait(false);
                }

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

            await Task.Delay(Interval, clock, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Agrees to the withdrawal of a row that is marked, if this process delivers.</summary>
    /// <returns>False if it is in flight here.</returns>
    public async Task<bool> TryAgreeAsync(Guid id, CancellationToken cancellationToken)
    {
        if (!lease.IsHeld)
        {
            return true;
        }

        if (!_agreeing.TryAdd(id, true))
        {
            // Whoever asked and whoever looks for those that ask may do it at the same time: it is held, and not in flight.
            return true;
        }

        try
        {
            return await TryAgreeOnceAsync(id, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _agreeing.TryRemove(id, out _);
        }
    }

    private async Task<bool> TryAgreeOnceAsync(Guid id, CancellationToken cancellationToken)
    {
        if (!backlog.TryHold(id))
        {
            return false;
        }

        try
        {
            // The store compares the holder: a process that froze may have lost the lease without knowing.
            await store.AgreeToWithdrawalAsync(id, lease.Owner, cancellationToken).ConfigureAwait(false);
            return true;
        }
        finally
        {
            backlog.End(id);
        }
    }
}
