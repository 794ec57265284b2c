using System.Diagnostics.Metrics;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
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
        if (services.Any(service => service.ServiceType == typeof(OutboxRuntime) && string.Equals(service.ServiceKey as string, name, StringComparison.OrdinalIgnoreCase)))
        {
            throw new InvalidOperationException($"The outbox \"{name}\" is registered already: an account has one outbox, and names that differ only in case are one name.");
        }

        services.AddOptions<OutboxOptions>(name).Configure(configure).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<OutboxOptions>, OutboxOptionsRules>());
        services.AddKeyedSingleton(name, (provider, _) => Create(provider, name));
        services.AddKeyedSingleton(name, (provider, _) => new OutboxWriter(provider.GetRequiredKeyedService<OutboxRuntime>(name)));
        services.AddSingleton<IHostedService>(provider => new OutboxStart(provider.GetRequiredKeyedService<OutboxRuntime>(name).Store, IsEnabled(provider, name), Logger(provider, name)));
        services.AddSingleton<IHostedService>(provider => provider.GetRequiredKeyedService<OutboxRuntime>(name).Dispatcher);
        if (name.Length == 0)
        {
            services.AddSingleton(provider => provider.GetRequiredKeyedService<OutboxRuntime>(name).Outbox);
            services.AddSingleton(provider => provider.GetRequiredKeyedService<OutboxRuntime>(name).Management);
        }
        else
        {
            services.AddKeyedSingleton(name, (provider, _) => provider.GetRequiredKeyedService<OutboxRuntime>(name).Outbox);
            services.AddKeyedSingleton(name, (provider, _) => provider.GetRequiredKeyedService<OutboxRuntime>(name).Management);
        }

        return services;
    }

    private static OutboxRuntime Create(IServiceProvider provider, string name)
    {
        IPreparedConversionClient client = provider.GetKeyedService<EventApiClient>(name)
            ?? throw new InvalidOperationException(
                name.Length == 0
                    ? "The outbox delivers with the client: call AddRoktEventApi as well."
                    : $"The outbox of account \"{name}\" delivers with the client: call AddRoktEventApi(\"{name}\", …) as well.");
        OutboxOptions options = provider.GetRequiredService<IOptionsMonitor<OutboxOptions>>().Get(name).Copy();

        // A disabled client sends nothing: what is stored stays stored.
        options.Deliver &= IsEnabled(provider, name);
        EventApiOptions clientOptions = provider.GetRequiredService<IOptionsMonitor<EventApiOptions>>().Get(name);
        TimeProvider clock = provider.GetService<TimeProvider>() ?? TimeProvider.System;
        return new OutboxRuntime(
            name,
            client,
            clientOptions.RateLimit,
            options,
            new RelationalOutboxStore(name, options.Store!(provider), clock),
            new PayloadCodec(Protector(provider, options), options.ProtectPayloads),
            clock,
            Logger(provider, name),
            provider.GetService<IMeterFactory>());
    }

    private static bool IsEnabled(IServiceProvider provider, string name) =>
        provider.GetRequiredService<IOptionsMonitor<EventApiOptions>>().Get(name).Enabled;

    private static ILogger Logger(IServiceProvider provider, string name)
    {
        ILogger logger = provider.GetService<ILoggerFactory>()?.CreateLogger("Rokt.EventApi.Outbox") ?? NullLogger.Instance;
        return name.Length == 0 ? logger : new AccountLogger(logger, name);
    }

    // Also where it does not encrypt any more: what is stored may be encrypted.
    private static IDataProtector? Protector(IServiceProvider provider, OutboxOptions options)
    {
        IDataProtector? protector = provider.GetService<IDataProtectionProvider>()?.CreateProtector("Rokt.EventApi.Outbox");
        return protector is null && options.ProtectPayloads
            ? throw new InvalidOperationException("ProtectPayloads needs ASP.NET Core Data Protection: call services.AddDataProtection(), with keys that outlive the process.")
            : protector;
    }
}
