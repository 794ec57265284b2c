using System.Runtime.ExceptionServices;
using Rokt.EventApi.Outbox.Delivery;

namespace Rokt.EventApi.Outbox.Databases;

/// <summary>An outbox that is kept in several databases, as an operator sees it.</summary>
internal sealed class ManagementOfSeveral(OutboxSet set) : IOutboxManagement
{
    public Task PauseAsync(CancellationToken cancellationToken = default) =>
        Task.WhenAll(set.All.Select(runtime => runtime.Management.PauseAsync(cancellationToken)));

    public Task ResumeAsync(CancellationToken cancellationToken = default) =>
        Task.WhenAll(set.All.Select(runtime => runtime.Management.ResumeAsync(cancellationToken)));

    public async Task<OutboxStatus> DrainAsync(TimeSpan budget, CancellationToken cancellationToken = default)
    {
        await Task.WhenAll(set.All.Select(runtime => runtime.Management.DrainAsync(budget, cancellationToken))).ConfigureAwait(false);
        return await set.Outbox.GetStatusAsync(cancellationToken).ConfigureAwait(false);
    }

    public async Task<IReadOnlyList<DeadLetter>> GetDeadLettersAsync(
        int limit = 100, string? reason = null, DeadLetter? after = null, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        IReadOnlyList<DeadLetter>[] all = await Task.WhenAll(set.All.Select(runtime => runtime.Management.GetDeadLettersAsync(limit, reason, after, cancellationToken))).ConfigureAwait(false);
        return [.. all.SelectMany(letters => letters).OrderByDescending(letter => (letter.DeadLetteredAt, letter.Id)).Take(limit)];
    }

    public async Task<IReadOnlyDictionary<string, long>> CountDeadLettersAsync(CancellationToken cancellationToken = default) =>
        (await Task.WhenAll(set.All.Select(runtime => runtime.Management.CountDeadLettersAsync(cancellationToken))).ConfigureAwait(false))
            .SelectMany(counts => counts)
            .GroupBy(count => count.Key)
            .ToDictionary(group => group.Key, group => group.Sum(count => count.Value));

    public async Task<IReadOnlyDictionary<string, OutboxStatus>> GetStatusOfAccountsAsync(CancellationToken cancellationToken = default) =>
        (await Task.WhenAll(set.All.Select(runtime => runtime.Management.GetStatusOfAccountsAsync(cancellationToken))).ConfigureAwait(false))
            .SelectMany(statuses => statuses)
            .GroupBy(status => status.Key)
            .ToDictionary(group => group.Key, group => OutboxOfSeveral.Sum([.. group.Select(status => status.Value)]));

    public async Task<IReadOnlyList<OutboxConversion>> FindAsync(string confirmationRef, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(confirmationRef);
        IReadOnlyList<OutboxConversion>[] all = await Task.WhenAll(set.All.Select(runtime => runtime.Management.FindAsync(confirmationRef, cancellationToken))).ConfigureAwait(false);
        return [.. all.SelectMany(found => found).OrderBy(conversion => conversion.State == OutboxConversionState.Delivered).Take(ConversionLookup.MostFound)];
    }

    public Task<WithdrawResult> WithdrawAsync(Guid id, CancellationToken cancellationToken = default) =>
        FirstAsync(runtime => runtime.Management.WithdrawAsync(id, cancellationToken), WithdrawResult.NotFound);

    public Task<int> EraseCustomerAsync(OutboxCustomer customer, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(customer);
        return SumAsync(runtime => runtime.Management.EraseCustomerAsync(customer, cancellationToken));
    }

    public Task<bool> RequeueAsync(Guid id, CancellationToken cancellationToken = default) =>
        FirstAsync(runtime => runtime.Management.RequeueAsync(id, cancellationToken), false);

    public Task<int> RequeueAllAsync(string? reason = null, CancellationToken cancellationToken = default) =>
        SumAsync(runtime => runtime.Management.RequeueAllAsync(reason, cancellationToken));

    public Task<bool> DiscardAsync(Guid id, CancellationToken cancellationToken = default) =>
        FirstAsync(runtime => runtime.Management.DiscardAsync(id, cancellationToken), false);

    public Task<int> DiscardAllAsync(string? reason = null, CancellationToken cancellationToken = default) =>
        SumAsync(runtime => runtime.Management.DiscardAllAsync(reason, cancellationToken));

    private async Task<int> SumAsync(Func<OutboxRuntime, Task<int>> doAsync) =>
        (await Task.WhenAll(set.All.Select(doAsync)).ConfigureAwait(false)).Sum();

    // An id is that of one row in one of the databases: one that is down hides its own rows only.
    private async Task<T> FirstAsync<T>(Func<OutboxRuntime, Task<T>> doAsync, T notFound)
    {
        ExceptionDispatchInfo? failure = null;
        foreach (OutboxRuntime runtime in set.All)
        {
            try
            {
                if (await doAsync(runtime).ConfigureAwait(false) is var result && !EqualityComparer<T>.Default.Equals(result, notFound))
                {
                    return result;
                }
            }
            catch (OutboxException exception)
            {
                failure ??= ExceptionDispatchInfo.Capture(exception);
            }
        }

        failure?.Throw();
        return notFound;
    }
}
