namespace Rokt.EventApi.Outbox.Outages;

/// <summary>
/// Whether the API takes anything at present. While it does not, one conversion at a time is sent as a probe, at increasing
/// intervals; also while credentials are refused, because only that one conversion may be, until they change.
/// </summary>
internal sealed class Outage(Backoff backoff, TimeProvider clock)
{
    // Longer would let a mistaken Retry-After stop the outbox for good.
    private static readonly TimeSpan LongestHold = TimeSpan.FromHours(1);

    private readonly object _lock = new();
    private readonly HashSet<Guid> _failed = [];
    private readonly Dictionary<Guid, long> _failedAt = [];
    private int _failures;
    private int _refusals;
    private long _probeAt;
    private long? _failingSince;
    private long _acceptedAt = long.MinValue;
    private bool _isHeld;
    private bool _isSuspected;
    private int? _refused;
    private int? _reported;
    private string? _cause;

    /// <summary>Whether only a probe may be sent: several conversions failed and none was accepted since, the account is held, or the credentials are refused.</summary>
    public bool IsOn
    {
        get
        {
            lock (_lock)
            {
                return IsOnNow;
            }
        }
    }

    /// <summary>What an operator should know: never <see cref="OutboxState.Paused"/>, which is an operator's own doing.</summary>
    public OutboxState State
    {
        get
        {
            lock (_lock)
            {
                return _refused is not null ? OutboxState.CredentialsRefused
                    : _failed.Count > 1 || _isSuspected ? OutboxState.Unavailable
                    : OutboxState.Delivering;
            }
        }
    }

    /// <summary>Why the state is not <see cref="OutboxState.Delivering"/>, as the last failure said; null while it is, or nothing was said yet.</summary>
    public string? Cause
    {
        get
        {
            lock (_lock)
            {
                return State == OutboxState.Delivering ? null : _cause;
            }
        }
    }

    /// <summary>For how long nothing was accepted while something failed; zero while all is well, and while the server only throttles or holds the account.</summary>
    public TimeSpan FailingFor
    {
        get
        {
            lock (_lock)
            {
                return _failingSince is { } since ? clock.GetElapsedTime(since) : TimeSpan.Zero;
            }
        }
    }

    /// <summary>Begins with a probe: the instance that delivered before this one met an outage.</summary>
    public void Suspect()
    {
        lock (_lock)
        {
            if (!IsOnNow)
            {
                _isSuspected = true;
                _probeAt = clock.GetTimestamp();
            }
        }
    }

    /// <summary>Gets how long to wait before the next probe; with new credentials, one is sent at once.</summary>
    public TimeSpan WaitForProbe(int credentials)
    {
        lock (_lock)
        {
            if (_refused is not null && _refused != credentials)
            {
                _refused = credentials;
                _probeAt = clock.GetTimestamp();
            }

            return IsOnNow ? Left() : TimeSpan.Zero;
        }
    }

    /// <summary>Records that the server accepted or rejected a conversion: it is there, and knows the credentials.</summary>
    public void RecordResponse(Guid id, bool isAccepted)
    {
        lock (_lock)
        {
            _failedAt.Remove(id);
            EndOutage();
            (_refused, _reported, _refusals) = (null, null, 0);
            _acceptedAt = isAccepted ? clock.GetTimestamp() : _acceptedAt;
        }
    }

    /// <summary>Records that the server is there, and busy.</summary>
    public void RecordThrottling()
    {
        lock (_lock)
        {
            EndOutage();
            if (_refused is not null)
            {
                _failingSince = clock.GetTimestamp();
                ProbeIn(backoff.After(_refusals++));
            }
        }
    }

    /// <summary>Records that the account is held for so long; longer than an hour counts as an hour.</summary>
    public void RecordHold(TimeSpan wait)
    {
        wait = wait < LongestHold ? wait : LongestHold;
        lock (_lock)
        {
            // A longer wait continues.
            if (!IsOnNow || wait > Left())
            {
                ProbeIn(wait);
            }

            _isHeld = true;
        }
    }

    /// <summary>
    /// Records that a conversion could not be delivered. It is at fault itself if another was accepted since it failed the
    /// last time, or since it was sent; otherwise the API may be, and it waits with the others.
    /// </summary>
    public Failure RecordFailure(Guid id, long startedAt, string? cause = null)
    {
        lock (_lock)
        {
            if (OthersWereAccepted(id, startedAt))
            {
                return new Failure(IsItsOwn: true, BeginsOutage: false, TimeSpan.Zero);
            }

            bool wasOn = _failed.Count > 1;
            _cause = cause;
            _failed.Add(id);
            _failingSince ??= clock.GetTimestamp();

            // Others that were in flight with it say nothing new.
            if (_failures == 0 || clock.GetTimestamp() >= _probeAt)
            {
                ProbeIn(backoff.After(_failures++));
            }

            return new Failure(IsItsOwn: false, BeginsOutage: !wasOn && _failed.Count > 1, Left());
        }
    }

    /// <summary>Records that the server refused the credentials; or, if it accepts others with them, the conversion.</summary>
    public Failure RecordRefusal(Guid id, long startedAt, int credentials, string? cause = null)
    {
        lock (_lock)
        {
            if (OthersWereAccepted(id, startedAt))
            {
                return new Failure(IsItsOwn: true, BeginsOutage: false, TimeSpan.Zero);
            }

            bool isNew = _reported != credentials;
            _cause = cause;
            (_refused, _reported) = (credentials, credentials);
            _failingSince ??= clock.GetTimestamp();
            if (_refusals == 0 || clock.GetTimestamp() >= _probeAt)
            {
                ProbeIn(backoff.After(_refusals++));
            }

            return new Failure(IsItsOwn: false, BeginsOutage: isNew, Left());
        }
    }

    /// <summary>Forgets a conversion that is no longer pending.</summary>
    public void Forget(Guid id)
    {
        lock (_lock)
        {
            _failedAt.Remove(id);
            _failed.Remove(id);
        }
    }

    private bool IsOnNow => _failed.Count > 1 || _isHeld || _isSuspected || _refused is not null;

    private void EndOutage()
    {
        _failed.Clear();
        _failures = 0;
        (_failingSince, _cause) = (null, null);
        (_isHeld, _isSuspected) = (false, false);
    }

    private bool OthersWereAccepted(Guid id, long startedAt)
    {
        long since = _failedAt.GetValueOrDefault(id, startedAt);
        _failedAt[id] = clock.GetTimestamp();
        return _acceptedAt >= since;
    }

    private TimeSpan Left() => TimerWait.Until(_probeAt, clock);

    private void ProbeIn(TimeSpan wait) => _probeAt = clock.GetTimestamp() + (long)(wait.TotalSeconds * clock.TimestampFrequency);
}
