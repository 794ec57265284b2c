using Microsoft.Extensions.Logging;
using Rokt.EventApi.Outbox.Diagnostics;
using Rokt.EventApi.Outbox.Outages;
using Rokt.EventApi.Outbox.Storage;

namespace Rokt.EventApi.Outbox.Leasing;

/// <summary>
/// Which process delivers. The holder increments the beat of the lease row every 5 seconds; one whose row stands still for 15
/// has crashed, and another takes over. Each process measures by its own clock how long the row stood still, so the clocks of
/// machines need not agree. The row also holds the operator's pause, and what the holder meets.
/// </summary>
/// <param name="store">The row.</param>
/// <param name="role">What this process may do with it.</param>
/// <param name="outage">What this process meets. While its deliveries fail, it leaves a free lease to others first.</param>
/// <param name="verify">Proves, before the lease is taken, that this process could record what becomes of a conversion.</param>
/// <param name="backoff">The waits while the store fails.</param>
/// <param name="clock">The clock.</param>
/// <param name="logger">Where log lines go.</param>
internal sealed class Lease(
    ILeaseStore store, LeaseRole role, Outage outage, Func<CancellationToken, Task> verify, Backoff backoff, TimeProvider clock, ILogger logger)
{
    private static readonly TimeSpan Life = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan RenewEvery = TimeSpan.FromSeconds(5);

    // One that is released is to be delivered from within 6 seconds: the rest is for what ends before, and what begins after.
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan StepTimeout = TimeSpan.FromSeconds(4);

    // The holder stops well before anybody else may start.
    private static readonly TimeSpan TrustedFor = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LongestFailing = TimeSpan.FromMinutes(1);

    private readonly Guid _owner = Guid.NewGuid();
    private readonly FailureLog _failures = new(logger, "renewing the lease");
    private volatile Sighting? _seen;
    private volatile Renewal? _renewal;
    private int _term;
    private long _takenAt;
    private volatile bool _isKept;
    private volatile bool _isPaused;
    private volatile bool _isYielding;

    /// <summary>
    /// Not zero while this process may send; it changes when another may have done so in between, and what was read before
    /// is out of date. Both clocks count: one stands still while the machine sleeps, the other jumps.
    /// </summary>
    public int Term => _renewal is { } renewal && !_isYielding && (role == LeaseRole.Exclusive
        || (clock.GetElapsedTime(renewal.Timestamp) < TrustedFor && (clock.GetUtcNow() - renewal.Time).Duration() < TrustedFor))
            ? renewal.Term
            : 0;

    /// <summary>Whether this process may send now.</summary>
    public bool IsHeld => Term != 0;

    /// <summary>What the row says while this process holds the lease; null where nobody else can.</summary>
    public Guid? Owner => role == LeaseRole.Exclusive ? null : _owner;

    /// <summary>Whether an operator has paused delivery.</summary>
    public bool IsPaused => _isPaused;

    /// <summary>What the delivery meets, whoever holds the lease.</summary>
    public OutboxState State => _isPaused ? OutboxState.Paused : IsHeld ? outage.State : _seen?.Row.State ?? OutboxState.Delivering;

    /// <summary>Whether some process delivers, or is about to, as far as this one can see.</summary>
    public bool HasHolder => IsHeld || (_seen is { Row.Owner: not null } seen
        ? clock.GetElapsedTime(seen.Timestamp) < Life
        : role != LeaseRole.Observer && _isKept && !_failures.IsFailing);

    /// <summary>Which process delivers, as an operator knows it; null when none does.</summary>
    public string? Holder => IsHeld ? LeaseRow.Self : HasHolder ? _seen?.Row.Holder : null;

    /// <summary>Why the state is what it is, whoever holds the lease; null while all is well, and while an operator has paused delivery.</summary>
    public string? Cause => _isPaused ? null : IsHeld ? outage.Cause : _seen?.Row.Cause;

    /// <summary>Takes the lease when it is free, and keeps it, until cancelled.</summary>
    public async Task KeepAsync(CancellationToken cancellationToken)
    {
        _isKept = true;
        for (int failures = 0; !cancellationToken.IsCancellationRequested;)
        {
            TimeSpan wait;
            try
            {
                using var timeout = new CancellationTokenSource(StepTimeout, clock);
                using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
                if (!await TryStepAsync(either.Token).ConfigureAwait(false))
                {
                    continue;
                }

                failures = 0;
                _failures.RecordSuccess();
                wait = IsHeld ? RenewEvery : LookEvery;
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                break;
            }
            catch (Exception exception)
            {
                _failures.RecordFailure(exception);
                wait = backoff.After(failures++);
            }

            await Task.Delay(wait, clock, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        _isKept = false;
    }

    /// <summary>Looks at the row once, where <see cref="KeepAsync"/> does not run.</summary>
    public async Task ObserveAsync(CancellationToken cancellationToken)
    {
        if (!_isKept)
        {
            See(await store.ReadAsync(cancellationToken).ConfigureAwait(false));
        }
    }

    /// <summary>Stops sending, and leaves the lease to another process, when nothing could be delivered for a minute of its own. Nothing may be in flight.</summary>
    public void YieldIfFailing()
    {
        if (role == LeaseRole.Contender && IsHeld && outage.FailingFor >= LongestFailing && clock.GetElapsedTime(Volatile.Read(ref _takenAt)) >= LongestFailing)
        {
            _isYielding = true;
        }
    }

    /// <summary>Pauses or resumes delivery, for all processes: at once in this one, within 5 seconds in others.</summary>
    public async Task SetPausedAsync(bool isPaused, CancellationToken cancellationToken)
    {
        for (LeaseRow row = await store.ReadAsync(cancellationToken).ConfigureAwait(false);
            row.IsPaused != isPaused && !await store.TryReplaceAsync(row, row with { Beat = row.Beat + 1, IsPaused = isPaused }, cancellationToken).ConfigureAwait(false);
            row = await store.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            // Its holder renewed it in between.
        }

        _isPaused = isPaused;
    }

    /// <summary>Lets another process deliver at once.</summary>
    public async Task ReleaseAsync(CancellationToken cancellationToken)
    {
        _renewal = null;
        for (LeaseRow? row = role == LeaseRole.Contender ? _seen?.Row : null;
            row?.Owner == _owner && !await store.TryReplaceAsync(row, Released(row), cancellationToken).ConfigureAwait(false);
            row = await store.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            // An operator paused or resumed in between.
        }
    }

    /// <summary>Renews the lease, or takes it if it is free; false when the row is not as it was seen, and is to be looked at again.</summary>
    private async Task<bool> TryStepAsync(CancellationToken cancellationToken)
    {
        // Trusted from before the change, which may take a while.
        (long timestamp, DateTimeOffset time) = (clock.GetTimestamp(), clock.GetUtcNow());
        if (_seen?.Row.Owner != _owner || role == LeaseRole.Exclusive)
        {
            See(await store.ReadAsync(cancellationToken).ConfigureAwait(false));
        }

        LeaseRow row = _seen!.Row;
        if (row.Owner != _owner && _renewal is not null && role == LeaseRole.Contender)
        {
            (_renewal, _isYielding) = (null, false);
            Log.LeaseLost(logger);
        }

        if (!MayTake(_seen))
        {
            return true;
        }

        if (_renewal is null)
        {
            await verify(cancellationToken).ConfigureAwait(false);
            if (row.State != OutboxState.Delivering)
            {
                outage.Suspect();
            }
        }

        bool isYielding = _isYielding;
        LeaseRow next = isYielding ? Released(row) : row with { Owner = _owner, Holder = LeaseRow.Self, Beat = row.Beat + 1, State = outage.State, Cause = outage.Cause };
        if (role == LeaseRole.Contender)
        {
            if (!await store.TryReplaceAsync(row, next, cancellationToken).ConfigureAwait(false))
            {
                // Another took it, an operator paused, or the response to an earlier change was lost.
                _seen = null;
                return false;
            }

            _seen = new Sighting(next, clock.GetTimestamp());
        }

        Conclude(isYielding, timestamp, time);
        return true;
    }

    private void Conclude(bool isYielding, long timestamp, DateTimeOffset time)
    {
        if (isYielding)
        {
            (_renewal, _isYielding) = (null, false);
            Log.LeaseYielded(logger, (int)outage.FailingFor.TotalSeconds);
            return;
        }

        if (_renewal is null)
        {
            _term++;
            Volatile.Write(ref _takenAt, timestamp);
            Log.LeaseTaken(logger);
        }

        _renewal = new Renewal(_term, timestamp, time);
    }

    // One whose deliveries failed leaves a free lease to others for as long as it would take one to notice a crash.
    private bool MayTake(Sighting seen) => role switch
    {
        LeaseRole.Exclusive => true,
        LeaseRole.Observer => false,
        _ => seen.Row.Owner == _owner
            || (seen.Row.Owner is null && outage.FailingFor == TimeSpan.Zero)
            || clock.GetElapsedTime(seen.Timestamp) >= Life,
    };

    private void See(LeaseRow row)
    {
        if (row != _seen?.Row)
        {
            // Known to stand still from after the reading, which may have taken a while.
            _seen = new Sighting(row, clock.GetTimestamp());
        }

        _isPaused = row.IsPaused;
    }

    private LeaseRow Released(LeaseRow row) => row with { Owner = null, Holder = null, Beat = row.Beat + 1, State = outage.State, Cause = outage.Cause };

    private sealed record Renewal(int Term, long Timestamp, DateTimeOffset Time);

    private sealed record Sighting(LeaseRow Row, long Timestamp);
}
