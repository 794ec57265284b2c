using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Rokt.EventApi.Outbox.EntityFrameworkCore.Context;

/// <summary>Makes a context, however the application has registered it.</summary>
internal static class ContextSource
{
    /// <summary>Creates the outbox's view of the context's database.</summary>
    /// <exception cref="InvalidOperationException">The context cannot be used.</exception>
    public static OutboxDatabase NewDatabase<TContext>(IServiceScopeFactory scopes)
        where TContext : DbContext
    {
        using IServiceScope scope = scopes.CreateScope();
        using TContext context = Create<TContext>(scope.ServiceProvider);
        if (!context.Database.IsRelational())
        {
            return new UndeliveredDatabase<TContext>(scopes, "uses a provider that is not relational");
        }

        using IServiceScope otherScope = scopes.CreateScope();
        using TContext other = Create<TContext>(otherScope.ServiceProvider);
        return context.Database.GetDbConnection() == other.Database.GetDbConnection()
            ? new UndeliveredDatabase<TContext>(scopes, "has one connection for all its contexts")
            : new ContextDatabase<TContext>(scopes);
    }

    /// <summary>Creates a context.</summary>
    /// <exception cref="InvalidOperationException">It is not registered, or cannot be made outside of a request.</exception>
    public static TContext Create<TContext>(IServiceProvider scope)
        where TContext : DbContext
    {
        try
        {
            return scope.GetService<TContext>()
                ?? scope.GetService<IDbContextFactory<TContext>>()?.CreateDbContext()
                ?? throw new InvalidOperationException($"{typeof(TContext).Name} is not registered: call services.AddDbContext<{typeof(TContext).Name}>(…), AddDbContextPool or AddDbContextFactory.");
        }
        catch (Exception exception) when (exception is not InvalidOperationException)
        {
            throw new InvalidOperationException(
                $"{typeof(TContext).Name} cannot be created outside of a request, where the outbox needs it: see the inner exception. Where the connection depends on a tenant, let it be created without one, and list the tenants' databases with UseDatabases.",
                exception);
        }
    }
}
