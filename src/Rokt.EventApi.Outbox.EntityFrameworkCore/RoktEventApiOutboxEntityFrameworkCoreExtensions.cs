using Microsoft.EntityFrameworkCore;
using Rokt.EventApi.Outbox;
using Rokt.EventApi.Outbox.EntityFrameworkCore.Context;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers durable delivery with the application's own database.</summary>
public static class RoktEventApiOutboxEntityFrameworkCoreExtensions
{
    /// <summary>
    /// Registers <see cref="IOutbox"/> on a context of the application, which has <c>AddRoktOutbox</c> in its model. Any
    /// number of processes can share the database: one of them delivers, and another takes over when it ends.
    /// </summary>
    /// <typeparam name="TContext">A context that <c>AddDbContext</c>, <c>AddDbContextPool</c> or <c>AddDbContextFactory</c> registered.</typeparam>
    /// <param name="services">The services of the application.</param>
    /// <param name="configure">Sets the settings. Default: none.</param>
    /// <returns>The same services.</returns>
    /// <exception cref="InvalidOperationException">It is registered already.</exception>
    /// <example>
    /// <code>
    /// builder.Services.AddDbContext&lt;ShopContext&gt;(options => options.UseNpgsql(connectionString));
    /// builder.Services.AddRoktEventApiOutbox&lt;ShopContext&gt;();
    /// </code>
    /// </example>
    public static IServiceCollection AddRoktEventApiOutbox<TContext>(this IServiceCollection services, Action<OutboxOptions>? configure = null)
        where TContext : DbContext =>
        services.AddRoktEventApiOutbox(options => Configure<TContext>(options, configure));

    /// <summary>Registers the outbox of one of several accounts, keyed by the account's name; they share the tables.</summary>
    /// <typeparam name="TContext">A context that <c>AddDbContext</c>, <c>AddDbContextPool</c> or <c>AddDbContextFactory</c> registered.</typeparam>
    /// <param name="services">The services of the application.</param>
    /// <param name="name">The account's name, as given to <c>AddRoktEventApi</c>: at most 128 characters.</param>
    /// <param name="configure">Sets the settings. Default: none.</param>
    /// <returns>The same services.</returns>
    /// <exception cref="InvalidOperationException">It is registered already, under this name or one that differs only in case.</exception>
    /// <example>
    /// <code>
    /// services.AddRoktEventApi("shoes", configuration.GetSection("Rokt:Shoes"));
    /// services.AddRoktEventApiOutbox&lt;ShopDbContext>("shoes");
    /// </code>
    /// </example>
    public static IServiceCollection AddRoktEventApiOutbox<TContext>(this IServiceCollection services, string name, Action<OutboxOptions>? configure = null)
        where TContext : DbContext =>
        services.AddRoktEventApiOutbox(name, options => Configure<TContext>(options, configure));

    private static void Configure<TContext>(OutboxOptions options, Action<OutboxOptions>? configure)
        where TContext : DbContext
    {
        options.UseStore(provider => ContextSource.NewDatabase<TContext>(provider.GetRequiredService<IServiceScopeFactory>()));
        options.UseTables(provider =>
        {
            using IServiceScope scope = provider.CreateScope();
            using TContext context = ContextSource.Create<TContext>(scope.ServiceProvider);
            return (ModelTables.Rows(context), ModelTables.Leases(context), ModelTables.Ledger(context));
        });
        configure?.Invoke(options);
    }
}
