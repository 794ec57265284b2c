using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Rokt.EventApi.AspNetCore;
using Rokt.EventApi.AspNetCore.Clicks;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers the settings of the click id.</summary>
public static class RoktClickIdServiceCollectionExtensions
{
    /// <summary>Sets how the click id is kept between the landing page and the checkout. Optional: without it, the defaults apply.</summary>
    /// <param name="services">The services.</param>
    /// <param name="configure">Changes the settings. Default: null for the defaults.</param>
    /// <exception cref="ArgumentNullException"><paramref name="services"/> is null.</exception>
    /// <exception cref="OptionsValidationException">Thrown when the host starts: a setting is not valid; the message says how to fix it.</exception>
    /// <example>
    /// <code>
    /// builder.Services.AddRoktClickId(options => options.Cookie.Domain = "shop.example");
    /// </code>
    /// </example>
    public static IServiceCollection AddRoktClickId(this IServiceCollection services, Action<RoktClickIdOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        OptionsBuilder<RoktClickIdOptions> options = services.AddOptions<RoktClickIdOptions>().ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<RoktClickIdOptions>, ClickIdOptionsRules>());
        if (configure is not null)
        {
            options.Configure(configure);
        }

        return services;
    }
}
