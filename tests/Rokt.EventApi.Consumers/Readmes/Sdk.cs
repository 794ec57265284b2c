using System;
using System.Threading.Tasks;
using Rokt.EventApi;

namespace Readmes.SdkPackage
{
    /// <summary>The code of the package's README; the directives are those that it shows.</summary>
    internal static class Readme
    {
        public static async Task Run()
        {
            var client = new EventApiClient(new EventApiOptions    // one for the life of the application, disposed at its end
            {
                ApiKey = Environment.GetEnvironmentVariable("ROKT_API_KEY"),
                ApiSecret = Environment.GetEnvironmentVariable("ROKT_API_SECRET"),
                Pod = Pod.US1,
                Environment = EventEnvironment.Production,
            });

            ConversionEvent conversion = ConversionEvent.CreateBuilder()
                .WithEmail("john.doe@example.com")
                .WithConversionType("purchase")
                .WithAmount(100.00m, "USD")
                .WithConfirmationRef("XYZ123")
                .Build();

            SendResult result = await client.SendAsync(conversion);
            Console.WriteLine(result.Status);    // Accepted, Rejected (never retry) or Unavailable (retry later)
        }
    }
}
