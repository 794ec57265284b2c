using System.Diagnostics.Metrics;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Rokt.EventApi.Outbox.Delivery;
using Rokt.EventApi.Outbox.Storage;

namespace Rokt.EventApi.Outbox.Registration;

/// <summary>What registering an outbox is, whatever its store.</summary>
internal static class OutboxRegistration
{
    public static IServiceCollection Add(
        IServiceCollection services, string name, Action<OutboxOptions>? configure, Func<IServiceProvider, string, OutboxOptions, IOutboxStore> createStore)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(name);
        if (services.Any(service => service.ServiceType == typeof(OutboxRuntime) && Equals(service.ServiceKey, name)))
        {
            throw new InvalidOperationException($"The outbox \"{name}\" is registered already: an account has one outbox.");
        }

        OptionsBuilder<OutboxOptions> options = services.AddOptions<OutboxOptions>(name).ValidateOnStart();
        if (configure is not null)
        {
            options.Configure(configure);
        }

        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<OutboxOptions>, OutboxOptionsRules>());
        services.AddKeyedSingleton(name, (provider, _) => Create(provider, name, createStore));
        services.AddSingleton<IHostedService>(provider => provider.GetRequiredKeyedService<OutboxRuntime>(name).Dispatcher);
        if (name.Length == 0)
        {
            services.AddSingleton(provider => provider.GetRequiredKeyedService<OutboxRuntime>(name).Outbox);
        }
        else
        {
            services.AddKeyedSingleton(name, (provider, _) => provider.GetRequiredKeyedService<OutboxRuntime>(name).Outbox);
        }

        return services;
    }

    private static OutboxRuntime Create(IServiceProvider provider, string name, Func<IServiceProvider, string, OutboxOptions, IOutboxStore> createStore)
    {
        IPreparedConversionClient client = provider.GetKeyedService<EventApiClient>(name)
            ?? throw new InvalidOperationException("The outbox delivers with the client: call AddRoktEventApi, with the same name, as well.");
        OutboxOptions options = provider.GetRequiredService<IOptionsMonitor<OutboxOptions>>().Get(name);
        EventApiOptions clientOptions = provider.GetRequiredService<IOptionsMonitor<EventApiOptions>>().Get(name);
        return new OutboxRuntime(
            name,
            client,
            clientOptions.RateLimit,
            options,
            createStore(provider, name, options),
            new PayloadCodec(Protector(provider, options), options.ProtectPayloads),
            provider.GetService<TimeProvider>() ?? TimeProvider.System,
            provider.GetService<ILoggerFactory>()?.CreateLogger("Rokt.EventApi.Outbox") ?? NullLogger.Instance,
            provider.GetService<IMeterFactory>());
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
