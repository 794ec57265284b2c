using System.Data.Common;
using Rokt.EventApi.Outbox.Diagnostics;

namespace Rokt.EventApi.Outbox.Databases;

/// <summary>An outbox that is kept in several databases, as the application sees it.</summary>
internal sealed class OutboxOfSeveral(string account, OutboxSet set) : IOutbox
{
    public Task EnqueueAsync(ConversionEvent conversion, CancellationToken cancellationToken = default) =>
        EnqueueAsync(conversion, new EnqueueOptions(), cancellationToken);

    public Task EnqueueAsync(ConversionEvent conversion, EnqueueOptions options, CancellationToken cancellationToken = default) =>
        throw new InvalidOperationException(AccountName.In(
            account,
            "The outbox is kept in several databases: say in which one to store the conversion, with a transaction on it (EnqueueAsync with a DbTransaction) or with its context (AddConversion)."));

    public Task EnqueueAsync(ConversionEvent conversion, DbTransaction transaction, CancellationToken cancellationToken = default) =>
        EnqueueAsync(conversion, transaction, new EnqueueOptions(), cancellationToken);

    public Task EnqueueAsync(ConversionEvent conversion, DbTransaction transaction, EnqueueOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(conversion);
        ArgumentNullException.ThrowIfNull(transaction);

        if ((transaction.Connection is { } connection ? set.Find(connection) : null) is (_, { } runtime))
        {
            return runtime.Outbox.EnqueueAsync(conversion, transaction, options, cancellationToken);
        }

        // Any other outbox says what is wrong with the transaction.
        return set.All is [var any, ..]
            ? any.Outbox.EnqueueAsync(conversion, transaction, options, cancellationToken)
            : throw new InvalidOperationException(AccountName.In(account, "No database is listed: return those of the tenants from the delegate that UseDatabases takes."));
    }

    public async Task<OutboxStatus> GetStatusAsync(CancellationToken cancellationToken = default)
    {
        OutboxStatus[] all = await Task.WhenAll(set.All.Select(runtime => runtime.Outbox.GetStatusAsync(cancellationToken))).ConfigureAwait(false);
        return Sum(all);
    }

    internal static OutboxStatus Sum(IReadOnlyCollection<OutboxStatus> all) => new()
    {
        Pending = all.Sum(status => status.Pending),
        OldestPending = all.Min(status => status.OldestPending),
        DeadLettered = all.Sum(status => status.DeadLettered),
        Scheduled = all.Sum(status => status.Scheduled),
        Unregistered = all.Sum(status => status.Unregistered),
        State = all.Select(status => status.State).DefaultIfEmpty().Max(),
        HasDispatcher = all.Count > 0 && all.All(status => status.HasDispatcher),
        Dispatcher = all.Select(status => status.Dispatcher).Distinct().Count() == 1 ? all.First().Dispatcher : null,
        Cause = all.MaxBy(status => status.State)?.Cause,
        InFlight = all.Sum(status => status.InFlight),
    };
}
