using Rokt.EventApi;
using Rokt.EventApi.Sandbox;

namespace Guides
{
    /// <summary>The code of docs/first-conversion.md; the directives are those that it shows.</summary>
    internal static class FirstConversion
    {
        public static async Task Run()
        {
            await using EventApiSandbox sandbox = await EventApiSandbox.StartAsync();
            using var client = new EventApiClient(new EventApiOptions
            {
                ApiKey = sandbox.ApiKey,
                ApiSecret = sandbox.ApiSecret,
                BaseAddress = sandbox.BaseAddress,
                Environment = EventEnvironment.Development,
            });

            ConversionEvent conversion = ConversionEvent.CreateBuilder()
                .WithEmail("john.doe@example.com")
                .WithConversionType("purchase")
                .WithAmount(100.00m, "USD")
                .WithConfirmationRef("XYZ123")
                .Build();

            SendResult result = await client.SendAsync(conversion);
            Console.WriteLine(result);
            Console.WriteLine(sandbox.Requests[0].BodyText);
        }
    }
}
