using System.Diagnostics.CodeAnalysis;
using System.Threading.RateLimiting;

namespace Rokt.EventApi.Tests.RateLimiting;

/// <summary>Refuses as its script says, then grants every permit and counts them.</summary>
internal sealed class ScriptedLimiter : RateLimiter
{
    private readonly Queue<TimeSpan?> _refusals = new();

    public int Permits { get; private set; }

    public bool IsDisposed { get; private set; }

    /// <summary>What it throws in place of a permit; null for nothing.</summary>
    public Exception? Failure { get; init; }

    public override TimeSpan? IdleDuration => null;

    public void Refuse(TimeSpan? retryAfter) => _refusals.Enqueue(retryAfter);

    public override RateLimiterStatistics? GetStatistics() => null;

    protected override RateLimitLease AttemptAcquireCore(int permitCount) => throw new NotSupportedException();

    protected override ValueTask<RateLimitLease> AcquireAsyncCore(int permitCount, CancellationToken cancellationToken)
    {
        if (Failure is not null)
        {
            throw Failure;
        }

        if (_refusals.TryDequeue(out TimeSpan? retryAfter))
        {
            return new(new Lease(false, retryAfter));
        }

        Permits += permitCount;
        return new(new Lease(true, null));
    }

    protected override void Dispose(bool disposing)
    {
        IsDisposed = true;
        base.Dispose(disposing);
    }

    private sealed class Lease(bool isAcquired, TimeSpan? retryAfter) : RateLimitLease
    {
        public override bool IsAcquired => isAcquired;

        public override IEnumerable<string> MetadataNames => retryAfter is null ? [] : [MetadataName.RetryAfter.Name];

        public override bool TryGetMetadata(string metadataName, [NotNullWhen(true)] out object? metadata)
        {
            metadata = retryAfter;
            return metadataName == MetadataName.RetryAfter.Name && retryAfter is not null;
        }
    }
}
