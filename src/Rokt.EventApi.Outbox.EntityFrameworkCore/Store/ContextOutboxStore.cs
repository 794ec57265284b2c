using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Rokt.EventApi.Outbox.Storage;

namespace Rokt.EventApi.Outbox.EntityFrameworkCore.Store;

/// <summary>The store in the shop's own database.</summary>
internal sealed class ContextOutboxStore<TContext>(string account, IServiceScopeFactory scopes) : IOutboxStore
    where TContext : DbContext
{
    public ILeaseStore Lease { get; } = new ContextLeaseStore<TContext>(account, scopes);

    public bool IsShared => true;

    public bool Shares(object context) => context is TContext;

    public Task<long?> ReadClockAsync(CancellationToken cancellationToken) => Task.FromResult<long?>(null);

    public Task AddAsync(NewRow row, CancellationToken cancellationToken) => UseAsync(context =>
    {
        context.Set<OutboxMessage>().Add(new OutboxMessage
        {
            Id = row.Id,
            Account = account,
            Payload = row.Payload,
            Version = row.Version,
            Created = row.Created,
            Due = row.Created,
            Updated = row.Created,
        });
        return context.SaveChangesAsync(cancellationToken);
    });

    // The first condition on the position is there for the index: no database turns the second into a range.
    public async Task<IReadOnlyList<OutboxRow>> ReadAsync(Position after, long now, bool withAhead, int limit, CancellationToken cancellationToken) =>
        await UseAsync(context => (withAhead
                ? Pending(context).Where(row => row.Due <= now || row.Updated > now)
                : Pending(context).Where(row => row.Due <= now))
            .Where(row => row.Due >= after.Due && (row.Due > after.Due || row.Id.CompareTo(after.Id) > 0))
            .OrderBy(row => row.Due)
            .ThenBy(row => row.Id)
            .Take(limit)
            .Select(row => new OutboxRow(row.Id, row.Payload, row.Version, row.Created, row.Due, row.Failures))
            .ToListAsync(cancellationToken)).ConfigureAwait(false);

    public Task DeleteAsync(IReadOnlyList<Guid> ids, CancellationToken cancellationToken) =>
        UseAsync(context => context.Set<OutboxMessage>().Where(row => ids.Contains(row.Id)).ExecuteDeleteAsync(cancellationToken));

    public Task PostponeAsync(Guid id, long now, long due, int failures, string reason, CancellationToken cancellationToken) =>
        UseAsync(context => Pending(context).Where(row => row.Id == id).ExecuteUpdateAsync(
            row => row.SetProperty(r => r.Due, due).SetProperty(r => r.Updated, now).SetProperty(r => r.Failures, failures).SetProperty(r => r.Reason, reason),
            cancellationToken));

    public Task MoveToDeadLetterAsync(Guid id, long now, int failures, string reason, CancellationToken cancellationToken) =>
        UseAsync(context => Pending(context).Where(row => row.Id == id).ExecuteUpdateAsync(
            row => row.SetProperty(r => r.State, OutboxMessage.Dead).SetProperty(r => r.Due, now).SetProperty(r => r.Updated, now)
                .SetProperty(r => r.Failures, failures).SetProperty(r => r.Reason, reason),
            cancellationToken));

    public Task<IReadOnlyList<StoredAccount>> ReadAccountsAsync(CancellationToken cancellationToken) => UseAsync<IReadOnlyList<StoredAccount>>(async context =>
    {
        List<StoredAccount> accounts = await context.Set<OutboxLease>().AsNoTracking()
            .Select(lease => new StoredAccount(lease.Account, lease.Beat)).ToListAsync(cancellationToken).ConfigureAwait(false);
        List<string> others = await context.Set<OutboxMessage>().AsNoTracking()
            .Where(row => !context.Set<OutboxLease>().Any(lease => lease.Account == row.Account))
            .Select(row => row.Account).Distinct().ToListAsync(cancellationToken).ConfigureAwait(false);
        return [.. accounts, .. others.Select(name => new StoredAccount(name, null))];
    });

    public Task<Depth> CountAsync(string account, CancellationToken cancellationToken) => UseAsync(async context => new Depth(
        await Pending(context, account).LongCountAsync(cancellationToken).ConfigureAwait(false),
        await Pending(context, account).MinAsync(row => (long?)row.Created, cancellationToken).ConfigureAwait(false),
        await Dead(context, account).LongCountAsync(cancellationToken).ConfigureAwait(false)));

    public Task<int> ExpireAsync(string account, long createdBefore, long now, string reason, int limit, CancellationToken cancellationToken) => UseAsync(async context =>
    {
        List<Guid> ids = await Pending(context, account).Where(row => row.Created < createdBefore).OrderBy(row => row.Due).Take(limit)
            .Select(row => row.Id).ToListAsync(cancellationToken).ConfigureAwait(false);
        return ids.Count == 0
            ? 0
            : await Pending(context, account).Where(row => ids.Contains(row.Id)).ExecuteUpdateAsync(
                row => row.SetProperty(r => r.State, OutboxMessage.Dead).SetProperty(r => r.Due, now).SetProperty(r => r.Updated, now).SetProperty(r => r.Reason, reason),
                cancellationToken).ConfigureAwait(false);
    });

    public Task<int> PurgeAsync(string account, long deadLetteredBefore, int limit, CancellationToken cancellationToken) => UseAsync(async context =>
    {
        List<Guid> ids = await Dead(context, account).Where(row => row.Due < deadLetteredBefore).OrderBy(row => row.Due).Take(limit)
            .Select(row => row.Id).ToListAsync(cancellationToken).ConfigureAwait(false);
        return ids.Count == 0
            ? 0
            : await Dead(context, account).Where(row => ids.Contains(row.Id)).ExecuteDeleteAsync(cancellationToken).ConfigureAwait(false);
    });

    public async Task<IReadOnlyList<DeadLetter>> ReadDeadLettersAsync(int limit, CancellationToken cancellationToken) =>
        await UseAsync(async context =>
        {
            var rows = await Dead(context).OrderByDescending(row => row.Due).ThenByDescending(row => row.Id).Take(limit)
                .Select(row => new { row.Id, row.Created, row.Due, row.Failures, row.Reason })
                .ToListAsync(cancellationToken).ConfigureAwait(false);
            return rows.ConvertAll(row => new DeadLetter
            {
                Id = row.Id,
                EnqueuedAt = DateTimeOffset.FromUnixTimeMilliseconds(row.Created),
                DeadLetteredAt = DateTimeOffset.FromUnixTimeMilliseconds(row.Due),
                Failures = row.Failures,
                Reason = row.Reason ?? "",
            });
        }).ConfigureAwait(false);

    public async Task<bool> RequeueAsync(Guid id, long now, CancellationToken cancellationToken) =>
        await UseAsync(context => Dead(context).Where(row => row.Id == id).ExecuteUpdateAsync(
            row => row.SetProperty(r => r.State, OutboxMessage.Pending).SetProperty(r => r.Created, now).SetProperty(r => r.Due, now).SetProperty(r => r.Updated, now)
                .SetProperty(r => r.Failures, 0).SetProperty(r => r.Reason, (string?)null),
            cancellationToken)).ConfigureAwait(false) == 1;

    public async Task<bool> DiscardAsync(Guid id, CancellationToken cancellationToken) =>
        await UseAsync(context => Dead(context).Where(row => row.Id == id).ExecuteDeleteAsync(cancellationToken)).ConfigureAwait(false) == 1;

    private IQueryable<OutboxMessage> Pending(TContext context) => Pending(context, account);

    private static IQueryable<OutboxMessage> Pending(TContext context, string account) =>
        context.Set<OutboxMessage>().AsNoTracking().Where(row => row.State == OutboxMessage.Pending && row.Account == account);

    private IQueryable<OutboxMessage> Dead(TContext context) => Dead(context, account);

    private static IQueryable<OutboxMessage> Dead(TContext context, string account) =>
        context.Set<OutboxMessage>().AsNoTracking().Where(row => row.State == OutboxMessage.Dead && row.Account == account);

    private Task<T> UseAsync<T>(Func<TContext, Task<T>> work) => ContextSession.UseAsync(scopes, work);
}
