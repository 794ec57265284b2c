using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Rokt.EventApi.Outbox.Storage;

namespace Rokt.EventApi.Outbox.EntityFrameworkCore.Store;

/// <summary>The lease row in the shop's own database.</summary>
internal sealed class ContextLeaseStore<TContext>(string account, IServiceScopeFactory scopes) : ILeaseStore
    where TContext : DbContext
{
    public async Task<LeaseRow> ReadAsync(CancellationToken cancellationToken)
    {
        LeaseRow? row = await FindAsync(cancellationToken).ConfigureAwait(false);
        if (row is null)
        {
            await CreateAsync(cancellationToken).ConfigureAwait(false);
            row = await FindAsync(cancellationToken).ConfigureAwait(false);
        }

        return row ?? throw new OutboxException("The row of the outbox's lease was deleted; it is created anew.");
    }

    public async Task<bool> TryReplaceAsync(LeaseRow seen, LeaseRow next, CancellationToken cancellationToken) =>
        await ContextSession.UseAsync(scopes, (TContext context) => context.Set<OutboxLease>()
            .Where(lease => lease.Account == account && lease.Owner == seen.Owner && lease.Beat == seen.Beat)
            .ExecuteUpdateAsync(
                lease => lease.SetProperty(row => row.Owner, next.Owner).SetProperty(row => row.Beat, next.Beat)
                    .SetProperty(row => row.State, next.State).SetProperty(row => row.Paused, next.IsPaused),
                cancellationToken)).ConfigureAwait(false) == 1;

    private Task<LeaseRow?> FindAsync(CancellationToken cancellationToken) =>
        ContextSession.UseAsync(scopes, (TContext context) => context.Set<OutboxLease>().AsNoTracking()
            .Where(lease => lease.Account == account)
            .Select(lease => new LeaseRow(lease.Owner, lease.Beat, lease.State, lease.Paused))
            .SingleOrDefaultAsync(cancellationToken));

    private async Task CreateAsync(CancellationToken cancellationToken)
    {
        try
        {
            await ContextSession.UseAsync(scopes, (TContext context) =>
            {
                context.Set<OutboxLease>().Add(new OutboxLease { Account = account });
                return context.SaveChangesAsync(cancellationToken);
            }).ConfigureAwait(false);
        }
        catch (OutboxException exception) when (exception.InnerException is DbUpdateException)
        {
            // Another process created it at the same time.
        }
    }
}
