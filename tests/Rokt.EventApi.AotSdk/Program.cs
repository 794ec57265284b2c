// Does with the SDK what Rokt.EventApi.AotRaw does without it. Its argument is the address.
using Rokt.EventApi;

using var client = new EventApiClient(new EventApiOptions
{
    ApiKey = "key",
    ApiSecret = "secret",
    Environment = EventEnvironment.Development,
    BaseAddress = new Uri(args[0]),
});
ConversionEvent conversion = ConversionEvent.CreateBuilder()
    .WithEmail("john.doe@example.com")
    .WithAmount(100.00m, "USD")
    .WithConfirmationRef("XYZ123")
    .Build();
SendResult result = await client.SendAsync(conversion);
Console.WriteLine((int?)result.StatusCode);
