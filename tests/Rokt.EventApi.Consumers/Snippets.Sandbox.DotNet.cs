using Aspire.Hosting;
using Rokt.EventApi.Sandbox;
using Xunit;

namespace Rokt.EventApi.Consumers
{
    /// <summary>The code of docs/sandbox.md.</summary>
    internal static class SnippetsOfTheSandbox
    {
        public static EventApiOptions Options()
        {
            var options = new EventApiOptions
            {
                ApiKey = "sandbox-key", ApiSecret = "sandbox-secret",
                Environment = EventEnvironment.Development, BaseAddress = new Uri("http://127.0.0.1:5270/"),
            };
            return options;
        }

        public static async Task Test()
        {
            await using EventApiSandbox sandbox = await EventApiSandbox.StartAsync(new EventApiSandboxOptions { Strict = true });
            sandbox.Arm(SandboxFault.Status(503));
            // … send to sandbox.BaseAddress …
            IReadOnlyList<ReceivedRequest> received = await sandbox.WaitForRequestsAsync(2);
            Assert.Empty(received[1].Errors);            // nothing refused, nothing against the guide
            Assert.True(received[1].MatchScore!.Value >= 6);
        }

        public static void Host(IDistributedApplicationBuilder builder)
        {
            // In the app host, from the package Rokt.EventApi.Sandbox.Aspire:
            var rokt = builder.AddRoktEventApiSandbox("rokt");
            builder.AddProject<Projects.Shop>("shop").WithReference(rokt);
        }
    }
}

/// <summary>What Aspire generates for a project of the app host.</summary>
namespace Projects
{
    internal sealed class Shop : IProjectMetadata
    {
        public string ProjectPath => "Shop.csproj";
    }
}
