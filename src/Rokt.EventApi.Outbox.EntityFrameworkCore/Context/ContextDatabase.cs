using System.Data.Common;
using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Rokt.EventApi.Outbox.EntityFrameworkCore.Context;

/// <summary>
/// The database of a context. Connections are opened by a context of their own, with whatever the application has set up for
/// them; what is said on them is the outbox's own SQL, which no convention of the model reaches.
/// </summary>
internal sealed class ContextDatabase<TContext> : OutboxDatabase
    where TContext : DbContext
{
    private readonly IServiceScopeFactory _scopes;

    public ContextDatabase(IServiceScopeFactory scopes)
    {
        _scopes = scopes;
        using IServiceScope scope = scopes.CreateScope();
        using TContext context = ContextSource.Create<TContext>(scope.ServiceProvider);
        DbConnection connection = context.Database.GetDbConnection();
        ConnectionType = connection.GetType();
        Rows = ModelTables.Rows(context);
        Leases = ModelTables.Leases(context);
        Ledger = ModelTables.Ledger(context);
        Name = Describe(connection);
    }

    public override Type ConnectionType { get; }

    public override string Name { get; }

    public override OutboxTable Rows { get; }

    public override OutboxTable Leases { get; }

    public override OutboxTable Ledger { get; }

    public override string HowToCreateTables => "call AddRoktOutbox in OnModelCreating, add a migration, and apply it before the host starts.";

    public override async Task<T> UseAsync<T>(
        OutboxAccess access, Func<OutboxSession, CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        AsyncServiceScope scope = _scopes.CreateAsyncScope();
        await using ConfiguredAsyncDisposable disposingScope = scope.ConfigureAwait(false);
        TContext context = ContextSource.Create<TContext>(scope.ServiceProvider);
        await using ConfiguredAsyncDisposable disposingContext = context.ConfigureAwait(false);
        if (!Serves(context.Database.GetDbConnection()))
        {
            // The connection string of a context can depend on whose request it is created in.
            throw new OutboxException($"{typeof(TContext).Name} leads to another database here than outside of a request, where the outbox delivers from: list the databases with UseDatabases, and store a conversion with AddConversion or with a transaction.");
        }

        await context.Database.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await work(new OutboxSession(context.Database.GetDbConnection(), null), cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            await context.Database.CloseConnectionAsync().ConfigureAwait(false);
        }
    }
}
