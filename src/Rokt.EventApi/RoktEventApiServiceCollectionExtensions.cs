using System.Diagnostics.Metrics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Rokt.EventApi;
using Rokt.EventApi.Configuration;
using Rokt.EventApi.Sending;
using Rokt.EventApi.Transport;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Provides methods that register the client of the Rokt Event API.</summary>
public static class RoktEventApiServiceCollectionExtensions
{
    /// <summary>Registers <see cref="IEventApiClient"/> as a singleton, with settings from configuration, checked when the host starts.</summary>
    /// <param name="services">The services of the application.</param>
    /// <param name="section">
    /// The section with the settings of <see cref="EventApiOptions"/>. A setting that it does not have, or has without a value, keeps
    /// the value that was configured before. When the section reloads, key and secret change with it.
    /// </param>
    /// <returns>The builder of the client's <see cref="HttpClient"/>: handlers added to it run once per attempt.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="services"/> or <paramref name="section"/> is null.</exception>
    /// <example>
    /// <code>
    /// builder.Services.AddRoktEventApi(builder.Configuration.GetSection("Rokt"));
    /// </code>
    /// </example>
    public static IHttpClientBuilder AddRoktEventApi(this IServiceCollection services, IConfigurationSection section) =>
        services.AddRoktEventApi(Options.Options.DefaultName, section);

    /// <summary>Registers <see cref="IEventApiClient"/> as a singleton, with settings from code, checked when the host starts.</summary>
    /// <param name="services">The services of the application.</param>
    /// <param name="configure">Sets the settings.</param>
    /// <returns>The builder of the client's <see cref="HttpClient"/>: handlers added to it run once per attempt.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="services"/> or <paramref name="configure"/> is null.</exception>
    /// <example>
    /// <code>
    /// services.AddRoktEventApi(options =>
    /// {
    ///     options.ApiKey = key;
    ///     options.ApiSecret = secret;
    ///     options.Pod = Pod.US1;
    ///     options.Environment = EventEnvironment.Production;
    /// });
    /// </code>
    /// </example>
    public static IHttpClientBuilder AddRoktEventApi(this IServiceCollection services, Action<EventApiOptions> configure) =>
        services.AddRoktEventApi(Options.Options.DefaultName, configure);

    /// <summary>Registers one of several accounts: <see cref="IEventApiClient"/> as a singleton keyed by its name, with settings from configuration.</summary>
    /// <param name="services">The services of the application.</param>
    /// <param name="name">The account's name, which is the service key.</param>
    /// <param name="section">
    /// The section with the settings of <see cref="EventApiOptions"/>. A setting that it does not have, or has without a value, keeps
    /// the value that was configured before. When the section reloads, key and secret change with it.
    /// </param>
    /// <returns>The builder of the client's <see cref="HttpClient"/>: handlers added to it run once per attempt.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <example>
    /// <code>
    /// builder.Services.AddRoktEventApi("shoes", builder.Configuration.GetSection("Rokt:Shoes"));
    ///
    /// public sealed class Checkout([FromKeyedServices("shoes")] IEventApiClient client);
    /// </code>
    /// </example>
    public static IHttpClientBuilder AddRoktEventApi(this IServiceCollection services, string name, IConfigurationSection section)
    {
        ArgumentNullException.ThrowIfNull(section);
        IHttpClientBuilder builder = Add(services, name, options => new EventApiOptionsReader(section, options).Read());
        services.AddKeyedSingleton(name, new Account(name, section.Path));
        services.AddSingleton<IOptionsChangeTokenSource<EventApiOptions>>(new ConfigurationChangeTokenSource<EventApiOptions>(name, section));
        return builder;
    }

    /// <summary>Registers one of several accounts: <see cref="IEventApiClient"/> as a singleton keyed by its name, with settings from code.</summary>
    /// <param name="services">The services of the application.</param>
    /// <param name="name">The account's name, which is the service key.</param>
    /// <param name="configure">Sets the settings.</param>
    /// <returns>The builder of the client's <see cref="HttpClient"/>: handlers added to it run once per attempt.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <example>
    /// <code>
    /// services.AddRoktEventApi("shoes", options =>
    /// {
    ///     options.ApiKey = key;
    ///     options.ApiSecret = secret;
    ///     options.Pod = Pod.EU1;
    ///     options.Environment = EventEnvironment.Production;
    /// });
    /// </code>
    /// </example>
    public static IHttpClientBuilder AddRoktEventApi(this IServiceCollection services, string name, Action<EventApiOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        return Add(services, name, configure);
    }

    private static IHttpClientBuilder Add(IServiceCollection services, string name, Action<EventApiOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(name);
        services.AddOptions<EventApiOptions>(name).Configure(configure).ValidateOnStart();
        services.TryAddKeyedSingleton(name, new Account(name));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<EventApiOptions>, EventApiOptionsRules>(
            static provider => new EventApiOptionsRules(name => provider.GetKeyedService<Account>(name) ?? new Account(name))));

        string httpClientName = name.Length == 0 ? DetachedHandlerFilter.ClientName : $"{DetachedHandlerFilter.ClientName}:{name}";
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHttpMessageHandlerBuilderFilter, DetachedHandlerFilter>());
        if (!services.Any(service => service.ServiceType == typeof(EventApiClient) && Equals(service.ServiceKey, name)))
        {
            services.AddKeyedSingleton(name, (provider, _) => CreateClient(provider, name, httpClientName));
            services.AddSingleton<IHostedService>(provider => new DisabledClientNotice(provider, name));
        }

        if (name.Length == 0)
        {
            services.TryAddSingleton<IEventApiClient>(provider => provider.GetRequiredKeyedService<EventApiClient>(name));
            services.TryAddSingleton<IPreparedConversionClient>(provider => provider.GetRequiredKeyedService<EventApiClient>(name));
        }
        else
        {
            services.TryAddKeyedSingleton<IEventApiClient>(name, (provider, _) => provider.GetRequiredKeyedService<EventApiClient>(name));
            services.TryAddKeyedSingleton<IPreparedConversionClient>(name, (provider, _) => provider.GetRequiredKeyedService<EventApiClient>(name));
        }

        // The singleton keeps its HttpClient, and the primary handler renews its connections. The factory's own loggers
        // would write headers, credentials among them, at the Trace level; resilience handlers that the application adds
        // to all clients would multiply the attempts.
#pragma warning disable EXTEXP0001 // Experimental: there is no other way to opt out.
        return services.AddHttpClient(httpClientName)
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan)
            .ConfigurePrimaryHttpMessageHandler(provider => PrimaryHandler.Create(EventsAddress.Resolve(provider.GetRequiredService<IOptionsMonitor<EventApiOptions>>().Get(name))))
            .RemoveAllLoggers()
            .RemoveAllResilienceHandlers();
#pragma warning restore EXTEXP0001
    }

    private static EventApiClient CreateClient(IServiceProvider provider, string name, string httpClientName)
    {
        var monitor = provider.GetRequiredService<IOptionsMonitor<EventApiOptions>>();
        EventApiOptions options = monitor.Get(name).Copy();
        Account account = provider.GetRequiredKeyedService<Account>(name);
        var credentials = new Credentials(options);
        ILogger logger = provider.GetService<ILoggerFactory>()?.CreateLogger<EventApiClient>() ?? NullLogger<EventApiClient>.Instance;

        // A disabled client has no address to connect to.
        HttpClient? http = options.Enabled ? provider.GetRequiredService<IHttpClientFactory>().CreateClient(httpClientName) : null;

        // The options' timeouts are the ones that count.
        http?.Timeout = Timeout.InfiniteTimeSpan;
        return new EventApiClient(options, new EventApiClientDependencies(RequestAsync, credentials)
        {
            Account = account,
            Clock = provider.GetService<TimeProvider>() ?? TimeProvider.System,
            Logger = logger,
            MeterFactory = provider.GetService<IMeterFactory>(),
            Owned = monitor.OnChange((changed, changedName) =>
            {
                if (changedName == name)
                {
                    credentials.Rotate(changed, logger, account);
                }
            }),
        });

        Task<HttpResponseMessage> RequestAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            http!.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
    }
}
