using System.Data.Common;
using Rokt.EventApi.Outbox.Storage;

namespace Rokt.EventApi.Outbox.Delivery;

/// <summary>The outbox as the application sees it.</summary>
internal sealed class StoreOutbox(OutboxRuntime runtime, TimeProvider clock) : IOutbox
{
    public async Task EnqueueAsync(ConversionEvent conversion, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(conversion);
        await runtime.Store.AddAsync(runtime.Writer.Write(conversion), cancellationToken).ConfigureAwait(false);
        runtime.Writer.Wake();
    }

    public Task EnqueueAsync(ConversionEvent conversion, DbTransaction transaction, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(conversion);
        ArgumentNullException.ThrowIfNull(transaction);
        return runtime.Store.AddAsync(runtime.Writer.Write(conversion), transaction, cancellationToken);
    }

    public async Task<OutboxStatus> GetStatusAsync(CancellationToken cancellationToken = default)
    {
        Depth depth = await runtime.Store.ReadDepthAsync(cancellationToken).ConfigureAwait(false);
        return new OutboxStatus
        {
            Pending = depth.Pending,
            OldestPending = depth.OldestPending is { } oldest ? DateTimeOffset.FromUnixTimeMilliseconds(oldest) : null,
            Dead = depth.DeadLettered,
            IsPaused = runtime.Outage.IsPaused,
            HasDispatcher = runtime.Lease.IsAlive,
        };
    }

    public Task<IReadOnlyList<DeadLetter>> GetDeadAsync(int limit = 100, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        return runtime.Store.ReadDeadLettersAsync(limit, cancellationToken);
    }

    public async Task<bool> RequeueAsync(Guid id, CancellationToken cancellationToken = default)
    {
        bool isRequeued = await runtime.Store.RequeueAsync(id, clock.GetUtcNow().ToUnixTimeMilliseconds(), cancellationToken).ConfigureAwait(false);
        runtime.Writer.Wake();
        return isRequeued;
    }

    public Task<bool> DiscardAsync(Guid id, CancellationToken cancellationToken = default) => runtime.Store.DiscardAsync(id, cancellationToken);
}
