using Microsoft.EntityFrameworkCore;
using Rokt.EventApi.Outbox;
using Rokt.EventApi.Outbox.EntityFrameworkCore.Store;
using Rokt.EventApi.Outbox.Registration;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers durable delivery with the shop's own database.</summary>
public static class RoktEventApiOutboxEntityFrameworkCoreExtensions
{
    /// <summary>
    /// Registers <see cref="IOutbox"/> on a context of the application, which has <c>AddRoktOutbox</c> in its model. Any
    /// number of processes may share the database: one of them delivers, and another takes over when it dies.
    /// </summary>
    /// <typeparam name="TContext">A context that <c>AddDbContext</c> registered.</typeparam>
    /// <param name="services">The services of the application.</param>
    /// <param name="configure">Sets the settings; those of the file do not apply.</param>
    /// <exception cref="InvalidOperationException">It is registered already.</exception>
    public static IServiceCollection AddRoktEventApiOutbox<TContext>(this IServiceCollection services, Action<OutboxOptions>? configure = null)
        where TContext : DbContext =>
        Add<TContext>(services, Options.Options.DefaultName, configure);

    /// <summary>Registers the outbox of one of several accounts, keyed by the account's name; they share the tables.</summary>
    /// <typeparam name="TContext">A context that <c>AddDbContext</c> registered.</typeparam>
    /// <param name="services">The services of the application.</param>
    /// <param name="name">The account's name, as given to <c>AddRoktEventApi</c>: at most 128 characters.</param>
    /// <param name="configure">Sets the settings; those of the file do not apply.</param>
    /// <exception cref="InvalidOperationException">It is registered already.</exception>
    public static IServiceCollection AddRoktEventApiOutbox<TContext>(this IServiceCollection services, string name, Action<OutboxOptions> configure)
        where TContext : DbContext =>
        Add<TContext>(services, name, configure);

    private static IServiceCollection Add<TContext>(IServiceCollection services, string name, Action<OutboxOptions>? configure)
        where TContext : DbContext
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(name.Length, RoktOutboxModelBuilderExtensions.AccountLength, nameof(name));
        return OutboxRegistration.Add(
            services,
            name,
            configure,
            static (provider, account, _) => new ContextOutboxStore<TContext>(account, provider.GetRequiredService<IServiceScopeFactory>()));
    }
}
