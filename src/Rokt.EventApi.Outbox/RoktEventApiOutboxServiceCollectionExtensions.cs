using Rokt.EventApi.Outbox;
using Rokt.EventApi.Outbox.Registration;
using Rokt.EventApi.Outbox.Sqlite;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers durable delivery with the embedded store.</summary>
public static class RoktEventApiOutboxServiceCollectionExtensions
{
    /// <summary>
    /// Registers <see cref="IOutbox"/>, which stores conversions in a SQLite file and delivers them in the background with
    /// the client of <c>AddRoktEventApi</c>. One process a file.
    /// </summary>
    /// <param name="services">The services of the application.</param>
    /// <param name="configure">Sets the settings.</param>
    /// <exception cref="InvalidOperationException">It is registered already.</exception>
    public static IServiceCollection AddRoktEventApiOutbox(this IServiceCollection services, Action<OutboxOptions>? configure = null) =>
        Add(services, Options.Options.DefaultName, configure);

    /// <summary>Registers the outbox of one of several accounts, keyed by the account's name; each needs a file of its own.</summary>
    /// <param name="services">The services of the application.</param>
    /// <param name="name">The account's name, as given to <c>AddRoktEventApi</c>.</param>
    /// <param name="configure">Sets the settings.</param>
    /// <exception cref="InvalidOperationException">It is registered already.</exception>
    public static IServiceCollection AddRoktEventApiOutbox(this IServiceCollection services, string name, Action<OutboxOptions> configure) =>
        Add(services, name, configure);

    private static IServiceCollection Add(IServiceCollection services, string name, Action<OutboxOptions>? configure) =>
        OutboxRegistration.Add(services, name, configure, static (_, account, options) => new SqliteOutboxStore(account, options));
}
