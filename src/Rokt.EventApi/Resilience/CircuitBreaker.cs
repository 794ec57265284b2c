using System.Diagnostics.CodeAnalysis;

namespace Rokt.EventApi.Resilience;

/// <summary>
/// Refuses sends while the API is down; after each break one send probes whether it is back. It is not Polly's, which knows
/// failure and success but nothing in between: there, a late or cancelled send decides in place of the probe.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "A pass is for its send to dispose.")]
internal sealed class CircuitBreaker
{
    private readonly object _lock = new();
    private readonly double _failureRatio;
    private readonly int _minimumThroughput;
    private readonly TimeSpan _break;
    private readonly TimeProvider _clock;
    private readonly RollingCounter _sends;
    private long _openedAt;
    private Pass? _probe;

    // The pass of every send while the circuit is closed; null while it is not. Read without the lock.
    private Pass? _closed;

    public CircuitBreaker(EventApiCircuitBreakerOptions options, TimeProvider clock)
    {
        _failureRatio = options.FailureRatio;
        _minimumThroughput = options.MinimumThroughput;
        _break = options.BreakDuration;
        _clock = clock;
        _sends = new RollingCounter(options.SamplingDuration, clock);
        _closed = new Pass(this);
    }

    /// <summary>Asks for a send to be let through; its pass is disposed when the send is over.</summary>
    public Pass Enter()
    {
        if (Volatile.Read(ref _closed) is { } pass)
        {
            return pass;
        }

        lock (_lock)
        {
            TimeSpan left = _break - _clock.GetElapsedTime(_openedAt);
            return _closed ?? (_probe is null && left <= TimeSpan.Zero
                ? _probe = new Pass(this)
                : new Pass(this) { RetryAfter = _probe is null ? left : _break });
        }
    }

    private void Record(Pass pass, bool isFailure)
    {
        lock (_lock)
        {
            if (pass == _probe)
            {
                if (isFailure)
                {
                    Open();
                }
                else
                {
                    Close();
                }
            }
            else if (pass == _closed)
            {
                Count(isFailure);
            }

            // Else it began before the circuit opened, and says nothing new.
        }
    }

    private void Abandon(Pass pass)
    {
        if (Volatile.Read(ref _probe) != pass)
        {
            return;
        }

        lock (_lock)
        {
            if (_probe == pass)
            {
                Open();
            }
        }
    }

    private void Count(bool isFailure)
    {
        long now = _clock.GetTimestamp();
        _sends.Add(isFailure, now);
        if (!isFailure)
        {
            return;
        }

        (int failures, int others) = _sends.Count(now);
        int all = failures + others;
        if (all >= _minimumThroughput && (double)failures / all >= _failureRatio)
        {
            Open();
        }
    }

    private void Open()
    {
        _openedAt = _clock.GetTimestamp();
        _probe = null;
        Volatile.Write(ref _closed, null);
    }

    private void Close()
    {
        _sends.Clear();
        _probe = null;
        Volatile.Write(ref _closed, new Pass(this));
    }

    /// <summary>What a send gets of the circuit breaker. Without a record, its disposal means that the send was abandoned: a probe has failed then.</summary>
    internal sealed class Pass(CircuitBreaker breaker) : IDisposable
    {
        /// <summary>Gets how long the circuit is expected to refuse sends; null when this one is let through.</summary>
        public TimeSpan? RetryAfter { get; init; }

        /// <summary>Records how the send ended.</summary>
        public void Record(bool isFailure) => breaker.Record(this, isFailure);

        public void Dispose() => breaker.Abandon(this);
    }
}
