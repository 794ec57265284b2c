using System;
using System.Threading;
using System.Threading.Tasks;

namespace Rokt.EventApi.Consumers
{
    /// <summary>The code of docs/serverless.md.</summary>
    internal static class Serverless
    {
        public sealed class ConversionFunction
        {
            private static readonly EventApiClient Client = new EventApiClient(new EventApiOptions
            {
                ApiKey = Environment.GetEnvironmentVariable("ROKT_API_KEY"),
                ApiSecret = Environment.GetEnvironmentVariable("ROKT_API_SECRET"),
                Pod = Pod.US1,
                Environment = EventEnvironment.Production,
                Retry = { AttemptTimeout = TimeSpan.FromSeconds(3), TotalTimeout = TimeSpan.FromSeconds(8) },
            });

            public async Task HandleAsync(string message, CancellationToken cancellationToken)
            {
                SendResult result = await Client.SendAsync(ConversionEvent.FromJson(message), cancellationToken);
                result.EnsureAccepted();    // throws: the platform delivers the message again
            }
        }
    }

    /// <summary>The code of docs/net-framework.md.</summary>
    internal static class NetFramework
    {
        public static class RoktClient
        {
            public static readonly EventApiClient Instance = new EventApiClient(new EventApiOptions
            {
                ApiKey = Environment.GetEnvironmentVariable("ROKT_API_KEY"),
                ApiSecret = Environment.GetEnvironmentVariable("ROKT_API_SECRET"),
                Pod = Pod.US1,
                Environment = EventEnvironment.Production,
            });
        }
    }
}
