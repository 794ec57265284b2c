using Microsoft.Extensions.Logging;
using Rokt.EventApi.Outbox.Delivery;
using Rokt.EventApi.Outbox.Diagnostics;
using Rokt.EventApi.Outbox.Storage;

namespace Rokt.EventApi.Outbox.Leasing;

/// <summary>
/// Whose turn it is to deliver. The holder counts the lease row up every 5 seconds; one whose row stands still for 15 has
/// died, and another takes over. Each process judges by its own clock how long the row stood still, so the clocks of
/// machines need not agree.
/// </summary>
internal sealed class Lease(ILeaseStore? store, Backoff backoff, TimeProvider clock, ILogger logger)
{
    private static readonly TimeSpan Life = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan RenewEvery = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan StepTimeout = TimeSpan.FromSeconds(4);

    // The holder stops well before anybody else may start.
    private static readonly TimeSpan TrustedFor = TimeSpan.FromSeconds(10);

    private readonly Guid _owner = Guid.NewGuid();
    private LeaseRow? _seen;
    private long _seenAt;
    private int _term;
    private volatile Renewal? _renewal;
    private volatile bool _isAlive;
    private volatile bool _isKept;

    /// <summary>
    /// Not zero while this process may send; it changes when another may have done so in between, and what was read before
    /// is out of date. Both clocks count: one stands still while the machine sleeps, the other jumps.
    /// </summary>
    public int Term
    {
        get
        {
            if (store is null)
            {
                return 1;
            }

            return _renewal is { } renewal
                && clock.GetElapsedTime(renewal.Timestamp) < TrustedFor
                && (clock.GetUtcNow() - renewal.Time).Duration() < TrustedFor
                    ? renewal.Term
                    : 0;
        }
    }

    /// <summary>Whether this process may send now.</summary>
    public bool IsHeld => Term != 0;

    /// <summary>Whether some process delivers, as far as this one can see.</summary>
    public bool IsAlive => _isKept && (IsHeld || _isAlive);

    /// <summary>Takes the lease when it is free, and keeps it, until cancelled; then gives it back.</summary>
    public async Task KeepAsync(CancellationToken cancellationToken)
    {
        _isKept = true;
        for (int failures = 0; store is not null && !cancellationToken.IsCancellationRequested;)
        {
            TimeSpan wait = RenewEvery;
            try
            {
                using var timeout = new CancellationTokenSource(StepTimeout, clock);
                using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
                if (!await TryStepAsync(store, either.Token).ConfigureAwait(false))
                {
                    continue;
                }

                failures = 0;
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                break;
            }
            catch (Exception exception)
            {
                Log.StoreFailed(logger, exception);
                wait = backoff.Of(failures++);
            }

            await Task.Delay(wait, clock, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Lets another process deliver at once.</summary>
    public async Task ReleaseAsync(CancellationToken cancellationToken)
    {
        (_renewal, _isKept) = (null, false);
        if (store is not null && _seen is { } seen && seen.Owner == _owner)
        {
            await store.TryReplaceAsync(seen, new LeaseRow(null, seen.Beat + 1), cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Renews the lease, or takes it if it is free; false when the row is not as it was seen, and is to be looked at again.</summary>
    private async Task<bool> TryStepAsync(ILeaseStore leases, CancellationToken cancellationToken)
    {
        // Trusted from before the change, which may take a while.
        (long timestamp, DateTimeOffset time) = (clock.GetTimestamp(), clock.GetUtcNow());
        if (_seen?.Owner != _owner)
        {
            LeaseRow row = await leases.ReadAsync(cancellationToken).ConfigureAwait(false);
            if (row != _seen)
            {
                // Known to stand still from after the reading, which may have taken a while.
                (_seen, _seenAt) = (row, clock.GetTimestamp());
                _isAlive = row.Owner is not null;
            }

            if (row.Owner != _owner && _renewal is not null)
            {
                _renewal = null;
                Log.LeaseLost(logger);
            }

            bool isFree = row.Owner is null || row.Owner == _owner || clock.GetElapsedTime(_seenAt) >= Life;
            if (!isFree)
            {
                return true;
            }

            _isAlive = false;
        }

        var next = new LeaseRow(_owner, _seen!.Beat + 1);
        if (!await leases.TryReplaceAsync(_seen, next, cancellationToken).ConfigureAwait(false))
        {
            // Another took it, or the answer to an earlier change was lost.
            _seen = null;
            return false;
        }

        if (_renewal is null)
        {
            _term++;
            Log.LeaseTaken(logger);
        }

        (_seen, _renewal) = (next, new Renewal(_term, timestamp, time));
        return true;
    }

    private sealed record Renewal(int Term, long Timestamp, DateTimeOffset Time);
}
