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

    public async Task<IReadOnlyList<DeadLetter>> GetDeadLettersAsync(int limit = 100, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        IReadOnlyList<DeadLetter>[] all = await Task.WhenAll(set.All.Select(runtime => runtime.Management.GetDeadLettersAsync(limit, cancellationToken))).ConfigureAwait(false);
        return [.. all.SelectMany(letters => letters).OrderByDescending(letter => letter.DeadLetteredAt).Take(limit)];
    }

    public Task<bool> RequeueAsync(Guid id, CancellationToken cancellationToken = default) =>
        AnyAsync(runtime => runtime.Management.RequeueAsync(id, cancellationToken));

    public Task<bool> DiscardAsync(Guid id, CancellationToken cancellationToken = default) =>
        AnyAsync(runtime => runtime.Management.DiscardAsync(id, cancellationToken));

    // An id is that of one row in one of the databases.
    private async Task<bool> AnyAsync(Func<OutboxRuntime, Task<bool>> doAsync)
    {
        foreach (OutboxRuntime runtime in set.All)
        {
            if (await doAsync(runtime).ConfigureAwait(false))
            {
                return true;
            }
        }

        return false;
    }
}
