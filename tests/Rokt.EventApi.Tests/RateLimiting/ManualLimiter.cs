using System.Threading.RateLimiting;

namespace Rokt.EventApi.Tests.RateLimiting;

/// <summary>Grants a permit when the test says so, and counts who waits.</summary>
internal sealed class ManualLimiter : RateLimiter
{
    private readonly SemaphoreSlim _permits = new(0);
    private int _waiting;

    public int Waiting => Volatile.Read(ref _waiting);

    public override TimeSpan? IdleDuration => null;

    public void Grant() => _permits.Release();

    public override RateLimiterStatistics? GetStatistics() => null;

    protected override RateLimitLease AttemptAcquireCore(int permitCount) => throw new NotSupportedException();

    protected override async ValueTask<RateLimitLease> AcquireAsyncCore(int permitCount, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _waiting);
        await _permits.WaitAsync(cancellationToken);
        Interlocked.Decrement(ref _waiting);
        return new Permit();
    }

    protected override void Dispose(bool disposing)
    {
        _permits.Dispose();
        base.Dispose(disposing);
    }

    private sealed class Permit : RateLimitLease
    {
        public override bool IsAcquired => true;

        public override IEnumerable<string> MetadataNames => [];

        public override bool TryGetMetadata(string metadataName, out object? metadata)
        {
            metadata = null;
            return false;
        }
    }
}
