using System.Net;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Rokt.EventApi.Consumers;

/// <summary>The documentation's code that needs only the SDK, and a later version of C# than .NET Framework's default.</summary>
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

    public static async Task SendSeveral(
        IEventApiClient client, ConversionEvent[] conversions, IAsyncEnumerable<ConversionEvent> stream, CancellationToken cancellationToken)
    {
        // Consecutive events of one customer go as one batch; one result per event, in order.
        IReadOnlyList<SendResult> results = await client.SendAsync(conversions, cancellationToken);

        // A stream of any length, as fast as the rate limit allows; flat memory.
        await foreach ((ConversionEvent sent, SendResult outcome) in client.SendStreamAsync(stream, cancellationToken: cancellationToken))
        {
            Console.WriteLine($"{sent.ConfirmationRef}: {outcome.Status}");
        }
    }
}
