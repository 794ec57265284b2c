using System.Data.Common;
using Rokt.EventApi.Outbox.Leasing;
using Rokt.EventApi.Outbox.Storage;

namespace Rokt.EventApi.Outbox.Delivery;

/// <summary>The outbox as the application sees it.</summary>
internal sealed class StoreOutbox(IOutboxStore store, ConversionWriter writer, Lease lease, Backlog backlog, UnregisteredAccounts others) : IOutbox
{
    public Task EnqueueAsync(ConversionEvent conversion, CancellationToken cancellationToken = default) =>
        AddAsync(conversion, null, cancellationToken);

    public Task EnqueueAsync(ConversionEvent conversion, EnqueueOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        return AddAsync(conversion, options, cancellationToken);
    }

    public Task EnqueueAsync(ConversionEvent conversion, DbTransaction transaction, CancellationToken cancellationToken = default) =>
        AddAsync(conversion, transaction, null, cancellationToken);

    public Task EnqueueAsync(ConversionEvent conversion, DbTransaction transaction, EnqueueOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        return AddAsync(conversion, transaction, options, cancellationToken);
    }

    public async Task<OutboxStatus> GetStatusAsync(CancellationToken cancellationToken = default)
    {
        Depth depth = await store.ReadDepthAsync(cancellationToken).ConfigureAwait(false);
        await lease.ObserveAsync(cancellationToken).ConfigureAwait(false);
        return depth.ToStatus(lease.State, lease.HasHolder, others.Pending, lease.Holder, lease.Cause, backlog.InFlight);
    }

    private async Task AddAsync(ConversionEvent conversion, EnqueueOptions? options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(conversion);
        if (writer.Write(conversion, options) is { } row)
        {
            await store.AddAsync(row, cancellationToken).ConfigureAwait(false);
            writer.Wake();
        }
    }

    private Task AddAsync(ConversionEvent conversion, DbTransaction transaction, EnqueueOptions? options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(conversion);
        ArgumentNullException.ThrowIfNull(transaction);
        return writer.Write(conversion, options) is { } row ? store.AddAsync(row, transaction, cancellationToken) : Task.CompletedTask;
    }
}
