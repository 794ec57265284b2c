using System.Net;
using Rokt.EventApi;
using Rokt.EventApi.Sandbox;

// A local Event API, so that no credentials are needed. Against the real one, leave out BaseAddress and set your
// ApiKey, ApiSecret and Pod instead.
await using EventApiSandbox sandbox = await EventApiSandbox.StartAsync();

using var client = new EventApiClient(new EventApiOptions
{
    ApiKey = sandbox.ApiKey,
    ApiSecret = sandbox.ApiSecret,
    Environment = EventEnvironment.Development,
    BaseAddress = sandbox.BaseAddress,
});

// The example of the Event API's guide.
ConversionEvent conversion = ConversionEvent.CreateBuilder()
    .DropInvalidAttributes()    // one bad field does not cost the conversion
    .WithEmail("john.doe@example.com")
    .WithHashedEmail("SHA256-hash-of-email")
    .WithFirstName("John")
    .WithLastName("Doe")
    .WithMobile("123-456-7890")
    .WithIpAddress(IPAddress.Parse("172.3.51.182"))
    .WithAmount(100.00m, "USD")
    .WithQuantity(1)
    .WithConversionType("purchase")
    .WithProductName("Maroon 5 t-shirt, Warriors vs. Raptors")
    .WithSku("230847")
    .WithPaymentType("VISA")
    .WithMargin(10.0m)
    .WithTransactionId("ABC789")
    .WithConfirmationRef("XYZ123")
    .Build();

SendResult result = await client.SendAsync(conversion);

ReceivedRequest received = sandbox.Requests[^1];
Console.WriteLine($"{received.Method} {new Uri(sandbox.BaseAddress, received.Path)}");
foreach ((string name, string value) in received.Headers)
{
    Console.WriteLine($"{name}: {(name == "Authorization" ? "Basic ***" : value)}");
}

Console.WriteLine();
Console.WriteLine(received.BodyText);
Console.WriteLine();
Console.WriteLine($"The server responded with {received.StatusCode}; the client reports: {result}");

return result.Status == SendStatus.Accepted ? 0 : 1;
