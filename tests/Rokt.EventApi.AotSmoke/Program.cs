// Published as native code and run by .ci/run: the SDK works without reflection, with a container and without one.
using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Rokt.EventApi;
using Rokt.EventApi.AotSmoke;

using var server = new LoopbackServer();
string address = server.Address;

HostApplicationBuilder builder = Host.CreateApplicationBuilder();
builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
{
    ["Rokt:ApiKey"] = "key",
    ["Rokt:ApiSecret"] = "secret",
    ["Rokt:Pod"] = "US1",
    ["Rokt:Environment"] = "Development",
    ["Rokt:BaseAddress"] = address,
    ["Rokt:Retry:BaseDelay"] = "00:00:00.010",
});
builder.Services.AddRoktEventApi(builder.Configuration.GetSection("Rokt"));
builder.Services.AddHealthChecks().AddRoktEventApi();
using IHost host = builder.Build();
await host.StartAsync();

ConversionEvent conversion = ConversionEvent.CreateBuilder()
    .WithEmail("john.doe@example.com")
    .WithAmount(100.00m, "USD")
    .WithAttribute("plan", "gold")
    .WithConfirmationRef("XYZ123")
    .Build();
string json = JsonSerializer.Serialize(conversion, SmokeJson.Default.ConversionEvent);
ConversionEvent read = JsonSerializer.Deserialize(json, SmokeJson.Default.ConversionEvent)!;

// The server refuses the first request with 503, so the first send is retried.
SendResult first = await host.Services.GetRequiredService<IEventApiClient>().SendAsync(read);
using var client = new EventApiClient(new EventApiOptions
{
    ApiKey = "key",
    ApiSecret = "secret",
    Environment = EventEnvironment.Development,
    BaseAddress = new Uri(address),
});
SendResult second = await client.SendAsync(conversion);
await host.StopAsync();

Console.WriteLine($"registered: {first}; created with new: {second}");
return first is { Status: SendStatus.Accepted, Attempts: 2 } && second is { Status: SendStatus.Accepted, StatusCode: HttpStatusCode.Accepted } ? 0 : 1;

[JsonSerializable(typeof(ConversionEvent))]
internal sealed partial class SmokeJson : JsonSerializerContext;
