using Microsoft.Extensions.Options;
using Rokt.EventApi.Outbox;
using Rokt.EventApi.Outbox.Registration;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers durable delivery.</summary>
public static class RoktEventApiOutboxServiceCollectionExtensions
{
    /// <summary>
    /// Registers <see cref="IOutbox"/>, which stores conversions and delivers them in the background with the client of
    /// <c>AddRoktEventApi</c>. What is set up wrongly is reported when the host starts: an <see cref="OptionsValidationException"/>
    /// for a setting, an <see cref="InvalidOperationException"/> for a registration, an <see cref="OutboxException"/> for a
    /// database that can be reached and not be used.
    /// </summary>
    /// <param name="services">The services of the application.</param>
    /// <param name="configure">Sets the settings, and where conversions are kept: <c>UseDatabase</c>, or <c>UseFile</c> of the package Rokt.EventApi.Outbox.Sqlite.</param>
    /// <returns>The same services.</returns>
    /// <exception cref="InvalidOperationException">It is registered already.</exception>
    /// <example>
    /// <code>
    /// services.AddRoktEventApiOutbox(options => options.UseDatabase(provider => provider.GetRequiredService&lt;NpgsqlDataSource&gt;()));
    /// </code>
    /// </example>
    public static IServiceCollection AddRoktEventApiOutbox(this IServiceCollection services, Action<OutboxOptions> configure) =>
        OutboxRegistration.Add(services, Options.Options.DefaultName, configure);

    /// <summary>Registers the outbox of one of several accounts, keyed by the account's name. Accounts can share a database, not a file.</summary>
    /// <param name="services">The services of the application.</param>
    /// <param name="name">The account's name, as given to <c>AddRoktEventApi</c>: at most 128 characters.</param>
    /// <param name="configure">Sets the settings, and where conversions are kept.</param>
    /// <returns>The same services.</returns>
    /// <exception cref="InvalidOperationException">It is registered already, under this name or one that differs only in case.</exception>
    /// <example>
    /// <code>
    /// services.AddRoktEventApi("shoes", configuration.GetSection("Rokt:Shoes"));
    /// services.AddRoktEventApiOutbox("shoes", options => options.UseDatabase(provider => provider.GetRequiredService&lt;NpgsqlDataSource>()));
    /// </code>
    /// </example>
    public static IServiceCollection AddRoktEventApiOutbox(this IServiceCollection services, string name, Action<OutboxOptions> configure) =>
        OutboxRegistration.Add(services, name, configure);
}
