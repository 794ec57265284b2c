using System.Data.Common;
using Rokt.EventApi.Outbox.Leasing;
using Rokt.EventApi.Outbox.Storage;

namespace Rokt.EventApi.Outbox.Delivery;

/// <summary>The outbox as the application sees it.</summary>
internal sealed class StoreOutbox(IOutboxStore store, ConversionWriter writer, Lease lease, UnregisteredAccounts others) : IOutbox
{
    public async Task EnqueueAsync(ConversionEvent conversion, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(conversion);
        if (writer.Write(conversion) is { } row)
        {
            await store.AddAsync(row, cancellationToken).ConfigureAwait(false);
            writer.Wake();
        }
    }

    public Task EnqueueAsync(ConversionEvent conversion, DbTransaction transaction, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(conversion);
        ArgumentNullException.ThrowIfNull(transaction);
        return writer.Write(conversion) is { } row ? store.AddAsync(row, transaction, cancellationToken) : Task.CompletedTask;
    }

    public async Task<OutboxStatus> GetStatusAsync(CancellationToken cancellationToken = default)
    {
        Depth depth = await store.ReadDepthAsync(cancellationToken).ConfigureAwait(false);
        await lease.ObserveAsync(cancellationToken).ConfigureAwait(false);
        return new OutboxStatus
        {
            Pending = depth.Pending,
            OldestPending = depth.OldestPending is { } oldest ? DateTimeOffset.FromUnixTimeMilliseconds(oldest) : null,
            DeadLettered = depth.DeadLettered,
            Unregistered = others.Pending,
            State = lease.State,
            HasDispatcher = lease.HasHolder,
        };
    }
}
