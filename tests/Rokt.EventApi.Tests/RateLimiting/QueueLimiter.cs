using System.Diagnostics.CodeAnalysis;
using System.Threading.RateLimiting;

namespace Rokt.EventApi.Tests.RateLimiting;

/// <summary>Lets every caller wait until a test grants the next permit.</summary>
internal sealed class QueueLimiter : RateLimiter
{
    private readonly Queue<TaskCompletionSource<RateLimitLease>> _waiting = new();
    private readonly List<(int Count, TaskCompletionSource Reached)> _milestones = [];
    private int _asked;
    private int _returned;

    public int Returned => Volatile.Read(ref _returned);

    public override TimeSpan? IdleDuration => null;

    public void Grant()
    {
        lock (_waiting)
        {
            _waiting.Dequeue().SetResult(new Lease(this));
        }
    }

    /// <summary>Completes when so many permits were asked for.</summary>
    public Task Asked(int count)
    {
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_waiting)
        {
            if (_asked >= count)
            {
                return Task.CompletedTask;
            }

            _milestones.Add((count, reached));
        }

        return reached.Task;
    }

    public override RateLimiterStatistics? GetStatistics() => null;

    protected override RateLimitLease AttemptAcquireCore(int permitCount) => throw new NotSupportedException();

    protected override ValueTask<RateLimitLease> AcquireAsyncCore(int permitCount, CancellationToken cancellationToken)
    {
        var waiter = new TaskCompletionSource<RateLimitLease>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_waiting)
        {
            _waiting.Enqueue(waiter);
            _asked++;
            _milestones.Where(milestone => milestone.Count <= _asked).ToList().ForEach(milestone => milestone.Reached.TrySetResult());
        }

        return new(waiter.Task);
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
    }

    private sealed class Lease(QueueLimiter owner) : RateLimitLease
    {
        public override bool IsAcquired => true;

        public override IEnumerable<string> MetadataNames => [];

        public override bool TryGetMetadata(string metadataName, [NotNullWhen(true)] out object? metadata)
        {
            metadata = null;
            return false;
        }

        protected override void Dispose(bool disposing)
        {
            Interlocked.Increment(ref owner._returned);
            base.Dispose(disposing);
        }
    }
}
