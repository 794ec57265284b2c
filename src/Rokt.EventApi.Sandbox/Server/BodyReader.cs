using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Rokt.EventApi.Sandbox.Judging;

namespace Rokt.EventApi.Sandbox.Server;

/// <summary>Reads bodies, only so many bytes at once, so that the memory that they take has a bound.</summary>
internal sealed class BodyReader : IDisposable
{
    // One byte more than may be: enough to know that it is too much.
    private const int MaxBytes = BodyJudge.MaxBodyBytes + 1;
    private const int MaxBytesAtOnce = 2 * 1024 * 1024;
    private const int MaxBytesBetweenCollections = 16 * 1024 * 1024;

    private long _allocatedAtCollection = GC.GetTotalAllocatedBytes();

    private readonly ConcurrencyLimiter _limiter = new(new ConcurrencyLimiterOptions
    {
        PermitLimit = MaxBytesAtOnce,
        QueueLimit = int.MaxValue,
        QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
    });

    /// <summary>Waits until there is room for a request's body; the room is free again when the lease is disposed.</summary>
    public ValueTask<RateLimitLease> ReserveAsync(HttpRequest request, CancellationToken cancellationToken) =>
        _limiter.AcquireAsync(MaxLength(request), cancellationToken);

    public static async Task<byte[]> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        byte[] body = new byte[MaxLength(request)];
        int length = await request.Body.ReadAtLeastAsync(body, body.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
        return length == body.Length ? body : body[..length];
    }

    /// <summary>
    /// Has memory collected after large bodies, once enough was allocated since the last time: those that are no longer kept are
    /// large and old, which is what the runtime otherwise collects last.
    /// </summary>
    public void CollectAfter(int bodyBytes)
    {
        long allocated = GC.GetTotalAllocatedBytes();
        long collectedAt = Interlocked.Read(ref _allocatedAtCollection);
        if (bodyBytes >= LargeBodyThread.MinBytes
            && allocated - collectedAt >= MaxBytesBetweenCollections
            && Interlocked.CompareExchange(ref _allocatedAtCollection, allocated, collectedAt) == collectedAt)
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        }
    }

    public void Dispose() => _limiter.Dispose();

    // Without a length, it has no body or one of any length.
    private static int MaxLength(HttpRequest request)
    {
        bool canHaveBody = request.HttpContext.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody ?? true;
        return canHaveBody ? (int)Math.Min(request.ContentLength ?? MaxBytes, MaxBytes) : 0;
    }
}
