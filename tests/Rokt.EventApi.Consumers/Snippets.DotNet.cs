using System.Net;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Rokt.EventApi.Consumers;

/// <summary>The documentation's code that needs only the SDK, and a part of .NET that .NET Framework does not have.</summary>
internal static class SnippetsOfDotNet
{
    public static void UseProxy(IServiceCollection services, IConfigurationSection section)
    {
        services.AddRoktEventApi(section).ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler
        {
            Proxy = new WebProxy("http://proxy.example:3128"),
            AllowAutoRedirect = false,
            UseCookies = false,
            PooledConnectionLifetime = TimeSpan.FromMinutes(2),
        });
    }
}
