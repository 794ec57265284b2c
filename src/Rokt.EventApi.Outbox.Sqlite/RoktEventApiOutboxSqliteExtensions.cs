using Microsoft.Extensions.Options;
using Rokt.EventApi.Outbox;
using Rokt.EventApi.Outbox.Sqlite;
using Rokt.EventApi.Outbox.Sqlite.Storage;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers durable delivery from a file.</summary>
public static class RoktEventApiOutboxSqliteExtensions
{
    /// <summary>
    /// Registers <see cref="IOutbox"/>, which stores conversions in the file <c>rokt-outbox.db</c> of the working directory
    /// and delivers them in the background with the client of <c>AddRoktEventApi</c>.
    /// </summary>
    /// <param name="services">The services of the application.</param>
    /// <returns>The same services.</returns>
    /// <exception cref="InvalidOperationException">It is registered already.</exception>
    /// <example>
    /// <code>
    /// builder.Services.AddRoktEventApi(builder.Configuration.GetSection("Rokt"));
    /// builder.Services.AddRoktEventApiOutbox();
    /// </code>
    /// </example>
    public static IServiceCollection AddRoktEventApiOutbox(this IServiceCollection services) =>
        services.AddRoktEventApiOutbox(options => options.UseFile());

    /// <summary>Keeps the conversions in a SQLite file: one process per file, one file per account.</summary>
    /// <param name="options">The settings of the outbox.</param>
    /// <param name="path">The file. Default: <c>rokt-outbox.db</c> in the working directory.</param>
    /// <exception cref="OptionsValidationException"><paramref name="path"/> is blank.</exception>
    /// <example>
    /// <code>
    /// services.AddRoktEventApiOutbox(options => options.UseFile("/data/outbox.db"));
    /// </code>
    /// </example>
    public static void UseFile(this OutboxOptions options, string path = "rokt-outbox.db") =>
        options.UseFile(file => file.Path = path);

    /// <summary>Keeps the conversions in a SQLite file: one process per file, one file per account.</summary>
    /// <param name="options">The settings of the outbox.</param>
    /// <param name="configure">Sets the settings of the file.</param>
    /// <exception cref="OptionsValidationException">A setting is out of its range.</exception>
    /// <example>
    /// <code>
    /// services.AddRoktEventApiOutbox(options => options.UseFile(file => (file.Path, file.MaxBytes) = ("/data/outbox.db", 100_000_000)));
    /// </code>
    /// </example>
    public static void UseFile(this OutboxOptions options, Action<OutboxFileOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(configure);
        var file = new OutboxFileOptions();
        configure(file);
        OutboxFileRules.Validate(file);
        options.UseStore(provider => new FileDatabase(file, provider.GetService<TimeProvider>() ?? TimeProvider.System));
    }
}
