using System.Data.Common;
using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Rokt.EventApi.Outbox.EntityFrameworkCore.Context;

/// <summary>
/// A database of a test, which the outbox cannot use beside it: one that speaks no SQL, such as EF Core's in-memory one, or one connection
/// that all contexts share, whose transactions the delivery would see into. Rows are kept for the test to look at.
/// </summary>
/// <param name="scopes">Creates contexts.</param>
/// <param name="reason">What keeps the outbox from delivering, as the end of a sentence.</param>
internal sealed class UndeliveredDatabase<TContext>(IServiceScopeFactory scopes, string reason) : OutboxDatabase
    where TContext : DbContext
{
    public override Type ConnectionType => typeof(DbConnection);

    public override string Name => typeof(TContext).Name;

    public override string NotDelivered => $"{typeof(TContext).Name} {reason}, as in a test: conversions are only added to it.";

    // What is stored elsewhere is not delivered either.
    public override bool Serves(DbConnection connection) => true;

    public override Task<T> UseAsync<T>(
        OutboxAccess access, Func<OutboxSession, CancellationToken, Task<T>> work, CancellationToken cancellationToken) =>
        throw new NotSupportedException(NotDelivered);

    public override async Task AddAsync(OutboxRecord record, CancellationToken cancellationToken)
    {
        AsyncServiceScope scope = scopes.CreateAsyncScope();
        await using ConfiguredAsyncDisposable disposingScope = scope.ConfigureAwait(false);
        TContext context = ContextSource.Create<TContext>(scope.ServiceProvider);
        await using ConfiguredAsyncDisposable disposingContext = context.ConfigureAwait(false);
        context.Add(OutboxMessage.From(record));
        await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
    }
}
