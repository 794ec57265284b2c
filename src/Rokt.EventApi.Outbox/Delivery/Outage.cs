namespace Rokt.EventApi.Outbox.Delivery;

/// <summary>
/// Whether the API takes anything at present. While it does not, one conversion at a time goes to find out, ever more
/// seldom; also while credentials are refused, for it may be only the one conversion that is, until they change.
/// </summary>
internal sealed class Outage(Backoff backoff, TimeProvider clock)
{
    private readonly object _lock = new();
    private readonly HashSet<Guid> _failed = [];
    private readonly Dictionary<Guid, long> _failedAt = [];
    private int _failures;
    private int _refusals;
    private long _probeAt;
    private long _acceptedAt = long.MinValue;
    private bool _isHeld;
    private int? _refused;
    private int? _announced;

    /// <summary>Whether only a probe may go: several conversions failed and none went through since, the account is held back, or the credentials are refused.</summary>
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

    /// <summary>Whether the server refuses the credentials.</summary>
    public bool IsPaused
    {
        get
        {
            lock (_lock)
            {
                return _refused is not null;
            }
        }
    }

    /// <summary>How long to wait before the next probe; with new credentials, one goes at once.</summary>
    public TimeSpan Wait(int credentials)
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

    /// <summary>The server took or refused a conversion: it is there, and knows the credentials.</summary>
    public void Answered(Guid id, bool isAccepted)
    {
        lock (_lock)
        {
            _failedAt.Remove(id);
            EndOutage();
            (_refused, _announced, _refusals) = (null, null, 0);
            _acceptedAt = isAccepted ? clock.GetTimestamp() : _acceptedAt;
        }
    }

    /// <summary>The server is there, and busy.</summary>
    public void Throttled()
    {
        lock (_lock)
        {
            EndOutage();
            if (_refused is not null)
            {
                ProbeIn(backoff.Of(_refusals++));
            }
        }
    }

    /// <summary>The account is held back for so long.</summary>
    public void Held(TimeSpan wait)
    {
        lock (_lock)
        {
            // A longer wait that is under way goes on.
            if (!IsOnNow || wait > Left())
            {
                ProbeIn(wait);
            }

            _isHeld = true;
        }
    }

    /// <summary>
    /// A conversion could not be delivered. That is its own fault if another was accepted since it failed the last time, or
    /// since it was sent; otherwise it may be the API's, and it waits with the others.
    /// </summary>
    public Failure Failed(Guid id, long startedAt)
    {
        lock (_lock)
        {
            if (OthersWereAccepted(id, startedAt))
            {
                return new Failure(IsItsOwn: true, BeginsOutage: false, TimeSpan.Zero);
            }

            bool wasOn = _failed.Count > 1;
            _failed.Add(id);

            // Others that were under way with it tell nothing new.
            if (_failures == 0 || clock.GetTimestamp() >= _probeAt)
            {
                ProbeIn(backoff.Of(_failures++));
            }

            return new Failure(IsItsOwn: false, BeginsOutage: !wasOn && _failed.Count > 1, Left());
        }
    }

    /// <summary>The server refused the credentials; or, if it accepts others with them, the conversion.</summary>
    public Failure Refused(Guid id, long startedAt, int credentials)
    {
        lock (_lock)
        {
            if (OthersWereAccepted(id, startedAt))
            {
                return new Failure(IsItsOwn: true, BeginsOutage: false, TimeSpan.Zero);
            }

            bool isNew = _announced != credentials;
            (_refused, _announced) = (credentials, credentials);
            if (_refusals == 0 || clock.GetTimestamp() >= _probeAt)
            {
                ProbeIn(backoff.Of(_refusals++));
            }

            return new Failure(IsItsOwn: false, BeginsOutage: isNew, Left());
        }
    }

    /// <summary>A conversion is no longer there.</summary>
    public void Forget(Guid id)
    {
        lock (_lock)
        {
            _failedAt.Remove(id);
            _failed.Remove(id);
        }
    }

    private bool IsOnNow => _failed.Count > 1 || _isHeld || _refused is not null;

    private void EndOutage()
    {
        _failed.Clear();
        _failures = 0;
        _isHeld = false;
    }

    private bool OthersWereAccepted(Guid id, long startedAt)
    {
        long since = _failedAt.GetValueOrDefault(id, startedAt);
        _failedAt[id] = clock.GetTimestamp();
        return _acceptedAt >= since;
    }

    // In whole milliseconds, as timers count: one that is a fraction too short would come back at once, again and again.
    private TimeSpan Left()
    {
        double milliseconds = (_probeAt - clock.GetTimestamp()) * 1000.0 / clock.TimestampFrequency;
        return TimeSpan.FromMilliseconds(Math.Max(0, Math.Ceiling(milliseconds)));
    }

    private void ProbeIn(TimeSpan wait) => _probeAt = clock.GetTimestamp() + (long)(wait.TotalSeconds * clock.TimestampFrequency);
}
