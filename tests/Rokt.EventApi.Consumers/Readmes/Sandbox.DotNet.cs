using Rokt.EventApi;
using Rokt.EventApi.Sandbox;

namespace Readmes.SandboxPackage
{
    /// <summary>The code of the package's README; the directives are those that it shows.</summary>
    internal static class Readme
    {
        public static async Task Run(ConversionEvent conversion)
        {
            await using EventApiSandbox sandbox = await EventApiSandbox.StartAsync();
            sandbox.Arm(SandboxFault.Status(503));    // the first request fails

            using var client = new EventApiClient(new EventApiOptions
            {
                ApiKey = sandbox.ApiKey,
                ApiSecret = sandbox.ApiSecret,
                BaseAddress = sandbox.BaseAddress,
                Environment = EventEnvironment.Development,
            });
            SendResult result = await client.SendAsync(conversion);    // Accepted, after one retry

            IReadOnlyList<ReceivedRequest> received = await sandbox.WaitForRequestsAsync(2);
        }
    }
}
