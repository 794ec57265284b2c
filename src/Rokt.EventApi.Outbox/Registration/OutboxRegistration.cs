using System.Diagnostics.Metrics;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Rokt.EventApi.Outbox.Databases;
using Rokt.EventApi.Outbox.Delivery;
using Rokt.EventApi.Outbox.Diagnostics;
using Rokt.EventApi.Outbox.Relational;
using Rokt.EventApi.Outbox.Storage;

namespace Rokt.EventApi.Outbox.Registration;

/// <summary>What registering an outbox is, whatever its store.</summary>
internal static class OutboxRegistration
{
    private const int AccountLength = 128;

    public static IServiceCollection Add(
        IServiceCollection services, string name, Action<OutboxOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(configure);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(name.Length, AccountLength, nameof(name));

        // Databases compare names without their case, as a rule.
        if (services.Any(service => service.ServiceType == typeof(OutboxSet) && string.Equals(service.ServiceKey as string, name, StringComparison.OrdinalIgnoreCase)))
        {
            throw new InvalidOperationException($"The outbox \"{name}\" is registered already: an account has one outbox, and names that differ only in case are one name.");
        }

        services.AddOptions<OutboxOptions>(name).Configure(options => AccountName.In(name, () =>
        {
            configure(options);
            return options;
        })).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<OutboxOptions>, OutboxOptionsRules>());
        services.TryAddSingleton<ExclusiveStores>();
        services.AddKeyedSingleton(name, (provider, _) => AccountName.In(name, () => Create(provider, name)));
        services.AddKeyedSingleton(name, (provider, _) => new OutboxWriter(name, provider.GetRequiredKeyedService<OutboxSet>(name)));
        services.AddSingleton<IHostedService>(provider => provider.GetRequiredKeyedService<OutboxSet>(name));
        services.AddSingleton(provider => provider.GetRequiredKeyedService<OutboxSet>(name).ToAccount(name));
        if (name.Length == 0)
        {
            services.AddSingleton(provider => provider.GetRequiredKeyedService<OutboxSet>(name).Outbox);
            services.AddSingleton(provider => provider.GetRequiredKeyedService<OutboxSet>(name).Management);
        }
        else
        {
            services.AddKeyedSingleton(name, (provider, _) => provider.GetRequiredKeyedService<OutboxSet>(name).Outbox);
            services.AddKeyedSingleton(name, (provider, _) => provider.GetRequiredKeyedService<OutboxSet>(name).Management);
        }

        return services;
    }

    private static OutboxSet Create(IServiceProvider provider, string name)
    {
        IPreparedConversionClient client = provider.GetKeyedService<EventApiClient>(name)
            ?? throw new InvalidOperationException(
                name.Length == 0
                    ? "The outbox delivers with the client: call AddRoktEventApi as well."
                    : $"The outbox of account \"{name}\" delivers with the client: call AddRoktEventApi(\"{name}\", …) as well.");
        OutboxOptions options = provider.GetRequiredService<IOptionsMonitor<OutboxOptions>>().Get(name).Copy();

        // A disabled client sends nothing: what is stored stays stored.
        bool isEnabled = IsEnabled(provider, name);
        options.Deliver &= isEnabled;
        EventApiOptions clientOptions = provider.GetRequiredService<IOptionsMonitor<EventApiOptions>>().Get(name);
        TimeProvider clock = provider.GetService<TimeProvider>() ?? TimeProvider.System;
        ILogger logger = Logger(provider, name);
        var codec = new PayloadCodec(name, Protector(provider, options), options);
        if (options.Databases is { } list)
        {
            var writer = new ConversionWriter(name, client, options, codec, new OutboxClock(clock), clock, new Signal());
            return new OutboxSet(name, () => list(provider), database => CreateOutbox(database, database.Name), writer, isEnabled, clock, logger);
        }

        OutboxDatabase only = options.Store!(provider);
        provider.GetRequiredService<ExclusiveStores>().Claim(only, name);
        return new OutboxSet(only, database => CreateOutbox(database, null), isEnabled, clock, logger);

        OutboxRuntime CreateOutbox(OutboxDatabase database, string? databaseName)
        {
            if (database.NotDelivered is { } reason)
            {
                Log.NotDelivered(logger, reason);
                options.Deliver = false;
            }

            IOutboxStore store = database.NotDelivered is null ? new RelationalOutboxStore(name, database, clock, options.LedgerRetention is not null) : new UndeliveredStore(name, database);
            return new OutboxRuntime(
                name, client, clientOptions.RateLimit, options, store, codec, clock, logger, provider.GetService<IMeterFactory>(), databaseName);
        }
    }

    private static bool IsEnabled(IServiceProvider provider, string name) =>
        provider.GetRequiredService<IOptionsMonitor<EventApiOptions>>().Get(name).Enabled;

    private static ILogger Logger(IServiceProvider provider, string name)
    {
        ILogger logger = provider.GetService<ILoggerFactory>()?.CreateLogger("Rokt.EventApi.Outbox") ?? NullLogger.Instance;
        return name.Length == 0 ? logger : new AccountLogger(logger, name);
    }

    // Also where it no longer encrypts: what is stored may be encrypted.
    private static IDataProtector? Protector(IServiceProvider provider, OutboxOptions options)
    {
        IDataProtector? protector = provider.GetService<IDataProtectionProvider>()?.CreateProtector("Rokt.EventApi.Outbox");
        return protector is null && options.ProtectPayloads
            ? throw new InvalidOperationException("ProtectPayloads needs ASP.NET Core Data Protection: call services.AddDataProtection(), with keys that outlive the process.")
            : protector;
    }
}
