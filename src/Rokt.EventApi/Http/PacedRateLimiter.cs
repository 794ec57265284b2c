using System.Diagnostics.CodeAnalysis;
using System.Threading.RateLimiting;

namespace Rokt.EventApi.Http;

/// <summary>
/// Paces permits at a rate by an injected clock, first come, first served. The framework's token bucket reads the
/// system's clock and refills in steps; this one hands out each permit when it is due.
/// </summary>
internal sealed class PacedRateLimiter : RateLimiter
{
    private static readonly RateLimitLease Granted = new Lease(isAcquired: true);
    private static readonly RateLimitLease Refused = new Lease(isAcquired: false);

    // Timers fire late, by as much as a tick of Windows; what falls due meanwhile is not lost while somebody waits for it.
    private static readonly TimeSpan LateTimer = TimeSpan.FromMilliseconds(16);

    private readonly object _lock = new();
    private readonly LinkedList<TaskCompletionSource<RateLimitLease>> _waiting = new();
    private readonly double _permitsPerSecond;
    private readonly int _burst;
    private readonly TimeProvider _clock;
    private readonly ITimer _timer;
    private double _permits;
    private long _refilled;
    private bool _isDisposed;

    public PacedRateLimiter(double permitsPerSecond, int burst, TimeProvider clock)
    {
        _permitsPerSecond = permitsPerSecond;
        _burst = burst;
        _clock = clock;
        _permits = burst;
        _refilled = clock.GetTimestamp();
        _timer = clock.CreateTimer(static state => ((PacedRateLimiter)state!).HandOut(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public override TimeSpan? IdleDuration => null;

    public override RateLimiterStatistics? GetStatistics()
    {
        lock (_lock)
        {
            Refill();
            return new RateLimiterStatistics { CurrentAvailablePermits = (long)_permits, CurrentQueuedCount = _waiting.Count };
        }
    }

    protected override RateLimitLease AttemptAcquireCore(int permitCount)
    {
        ThrowIfNotSingle(permitCount);
        lock (_lock)
        {
            return TryTake() ? Granted : Refused;
        }
    }

    protected override ValueTask<RateLimitLease> AcquireAsyncCore(int permitCount, CancellationToken cancellationToken)
    {
        ThrowIfNotSingle(permitCount);
        LinkedListNode<TaskCompletionSource<RateLimitLease>> waiter;
        lock (_lock)
        {
            if (TryTake())
            {
                return new(Granted);
            }

            waiter = _waiting.AddLast(new TaskCompletionSource<RateLimitLease>(TaskCreationOptions.RunContinuationsAsynchronously));
            if (_waiting.Count == 1)
            {
                ArmTimer();
            }
        }

        return WaitAsync(waiter, cancellationToken);
    }

    protected override void Dispose(bool disposing)
    {
        _timer.Dispose();
        lock (_lock)
        {
            _isDisposed = true;
            foreach (TaskCompletionSource<RateLimitLease> waiter in _waiting)
            {
                waiter.TrySetResult(Refused);
            }

            _waiting.Clear();
        }

        base.Dispose(disposing);
    }

    private static void ThrowIfNotSingle(int permitCount) => ArgumentOutOfRangeException.ThrowIfNotEqual(permitCount, 1);

    private async ValueTask<RateLimitLease> WaitAsync(LinkedListNode<TaskCompletionSource<RateLimitLease>> waiter, CancellationToken cancellationToken)
    {
        using CancellationTokenRegistration registration = cancellationToken.UnsafeRegister(
            (_, token) =>
            {
                lock (_lock)
                {
                    if (waiter.List is not null)
                    {
                        _waiting.Remove(waiter);
                        waiter.Value.TrySetCanceled(token);
                    }
                }
            },
            null);
        return await waiter.Value.Task.ConfigureAwait(false);
    }

    private void HandOut()
    {
        lock (_lock)
        {
            if (_isDisposed)
            {
                return;
            }

            Refill();
            while (_permits >= 1 && _waiting.First is { } next)
            {
                _permits--;
                _waiting.RemoveFirst();
                next.Value.TrySetResult(Granted);
            }

            if (_waiting.Count > 0)
            {
                ArmTimer();
            }
        }
    }

    private bool TryTake()
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        Refill();
        if (_waiting.Count > 0 || _permits < 1)
        {
            return false;
        }

        _permits--;
        return true;
    }

    private void Refill()
    {
        long now = _clock.GetTimestamp();
        double most = _waiting.Count == 0 ? _burst : _burst + (_permitsPerSecond * LateTimer.TotalSeconds);
        _permits = Math.Min(most, _permits + (_clock.GetElapsedTime(_refilled, now).TotalSeconds * _permitsPerSecond));
        _refilled = now;
    }

    // A timer counts whole milliseconds; rounding up means that the permit is there when it fires.
    private void ArmTimer() =>
        _timer.Change(TimeSpan.FromMilliseconds(Math.Ceiling((1 - _permits) / _permitsPerSecond * 1000)), Timeout.InfiniteTimeSpan);

    private sealed class Lease(bool isAcquired) : RateLimitLease
    {
        public override bool IsAcquired => isAcquired;

        public override IEnumerable<string> MetadataNames => [];

        public override bool TryGetMetadata(string metadataName, [NotNullWhen(true)] out object? metadata)
        {
            metadata = null;
            return false;
        }
    }
}
