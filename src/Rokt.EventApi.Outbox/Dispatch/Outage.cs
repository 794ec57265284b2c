namespace Rokt.EventApi.Outbox.Dispatch;

/// <summary>
/// Whether the API takes anything at present. While it does not, one conversion at a time goes to find out, ever more
/// seldom; while credentials are refused, none does until they change, but for a try every five minutes.
/// </summary>
internal sealed class Outage(Backoff backoff, TimeProvider clock)
{
    private static readonly TimeSpan PauseProbe = TimeSpan.FromMinutes(5);

    private readonly object _lock = new();
    private readonly HashSet<long> _failed = [];
    private readonly Dictionary<long, long> _failedAt = [];
    private int _failures;
    private long _probeAt;
    private long _acceptedAt = long.MinValue;
    private object? _refusedCredentials;

    /// <summary>Whether only a probe may go: the credentials are refused, or several conversions failed and none went through since.</summary>
    public bool IsOn
    {
        get
        {
            lock (_lock)
            {
                return _failed.Count > 1 || _refusedCredentials is not null;
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
                return _refusedCredentials is not null;
            }
        }
    }

    /// <summary>How long to wait before the next probe.</summary>
    public TimeSpan Wait(object credentials)
    {
        lock (_lock)
        {
            if (_refusedCredentials is not null && _refusedCredentials != credentials)
            {
                return TimeSpan.Zero;
            }

            return Left();
        }
    }

    /// <summary>The server took or refused a conversion: it is there.</summary>
    public void Answered(long id, bool accepted)
    {
        lock (_lock)
        {
            _failedAt.Remove(id);
            _failed.Clear();
            _failures = 0;
            _refusedCredentials = null;
            _acceptedAt = accepted ? clock.GetTimestamp() : _acceptedAt;
        }
    }

    /// <summary>
    /// A conversion could not be delivered. That is its own fault if another was accepted since it failed the last time, or
    /// since it was sent; otherwise it may be the API's, and it waits with the others.
    /// </summary>
    public Failure Failed(long id, long startedAt)
    {
        lock (_lock)
        {
            long since = _failedAt.GetValueOrDefault(id, startedAt);
            _failedAt[id] = clock.GetTimestamp();
            if (_acceptedAt >= since)
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

    /// <summary>The server refused the credentials. Returns whether that is new.</summary>
    public bool Refused(object credentials)
    {
        lock (_lock)
        {
            bool isNew = _refusedCredentials != credentials;
            _refusedCredentials = credentials;
            ProbeIn(PauseProbe);
            return isNew;
        }
    }

    private TimeSpan Left()
    {
        double seconds = (_probeAt - clock.GetTimestamp()) / (double)clock.TimestampFrequency;
        return TimeSpan.FromSeconds(Math.Max(0, seconds));
    }

    private void ProbeIn(TimeSpan wait) => _probeAt = clock.GetTimestamp() + (long)(wait.TotalSeconds * clock.TimestampFrequency);
}
