using System.Diagnostics.CodeAnalysis;
using System.Threading.RateLimiting;

namespace Rokt.EventApi.RateLimiting;

/// <summary>
/// Paces permits at a rate by an injected clock, first come, first served. The framework's token bucket reads the
/// system's clock and refills in steps; this one hands out each permit when it is due.
/// </summary>
internal sealed class PacedRateLimiter : RateLimiter
{
    private static readonly RateLimitLease Granted = new Lease(isAcquired: true);
    private static readonly RateLimitLease Refused = new Lease(isAcquired: false);

    private readonly object _lock = new();
    private readonly PermitQueue<TaskCompletionSource<RateLimitLease>> _queue;
    private readonly ITimer _timer;
    private bool _isDisposed;

    /// <param name="permitsPerSecond">The rate, or the most of it when it adapts.</param>
    /// <param name="burst">How many permits are saved up.</param>
    /// <param name="clock">The time.</param>
    /// <param name="adaptive">What lowers the rate; null keeps it fixed.</param>
    /// <param name="patience">The longest that a caller waits before it is refused; null for no limit.</param>
    public PacedRateLimiter(double permitsPerSecond, int burst, TimeProvider clock, AdaptiveRate? adaptive = null, TimeSpan? patience = null)
    {
        _queue = new(permitsPerSecond, burst, adaptive, clock, patience);

        // The timer lives as long as the client: it must not keep what flows with whoever happened to create it first.
        AsyncFlowControl? flow = ExecutionContext.IsFlowSuppressed() ? null : ExecutionContext.SuppressFlow();
        using (flow)
        {
            _timer = clock.CreateTimer(static state => ((PacedRateLimiter)state!).HandOut(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
    }

    public override TimeSpan? IdleDuration => null;

    /// <summary>Records the response to what went with a permit.</summary>
    public void Record(bool isThrottled, double? percentageUsed)
    {
        lock (_lock)
        {
            _queue.Record(isThrottled, percentageUsed);
        }
    }

    public override RateLimiterStatistics? GetStatistics()
    {
        lock (_lock)
        {
            return new RateLimiterStatistics { CurrentAvailablePermits = _queue.Available, CurrentQueuedCount = _queue.Waiting };
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
        LinkedListNode<(TaskCompletionSource<RateLimitLease> Waiter, long Since)> waiter;
        lock (_lock)
        {
            if (TryTake())
            {
                return new(Granted);
            }

            waiter = _queue.Add(new TaskCompletionSource<RateLimitLease>(TaskCreationOptions.RunContinuationsAsynchronously));
            if (_queue.Waiting == 1)
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
            foreach (TaskCompletionSource<RateLimitLease> waiter in _queue.RemoveAll())
            {
                waiter.TrySetResult(Refused);
            }
        }

        base.Dispose(disposing);
    }

    private static void ThrowIfNotSingle(int permitCount) => ArgumentOutOfRangeException.ThrowIfNotEqual(permitCount, 1);

    private async ValueTask<RateLimitLease> WaitAsync(LinkedListNode<(TaskCompletionSource<RateLimitLease> Waiter, long Since)> waiter, CancellationToken cancellationToken)
    {
        using CancellationTokenRegistration registration = cancellationToken.UnsafeRegister(
            (_, token) =>
            {
                lock (_lock)
                {
                    if (_queue.Remove(waiter))
                    {
                        waiter.Value.Waiter.TrySetCanceled(token);
                    }
                }
            },
            null);
        return await waiter.Value.Waiter.Task.ConfigureAwait(false);
    }

    private void HandOut()
    {
        lock (_lock)
        {
            if (_isDisposed)
            {
                return;
            }

            while (_queue.TryHandOut(out TaskCompletionSource<RateLimitLease>? next, out bool isPermitted))
            {
                next.TrySetResult(isPermitted ? Granted : Refused);
            }

            if (_queue.Waiting > 0)
            {
                ArmTimer();
            }
        }
    }

    private bool TryTake()
    {
        ObjectDisposedException.ThrowIf(_isDisposed, typeof(EventApiClient));
        return _queue.TryTake();
    }

    private void ArmTimer() => _timer.Change(_queue.UntilNext, Timeout.InfiniteTimeSpan);

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
