using System.Net;
using System.Net.Http.Headers;
using Microsoft.Extensions.DependencyInjection;
using Rokt.EventApi.Serialization;

namespace Rokt.EventApi.Benchmarks.Sends;

/// <summary>The ways to send the guide's event, each with what it keeps between sends.</summary>
internal sealed class Senders : IDisposable
{
    private const string ResilientName = "resilient";

    private static readonly MediaTypeHeaderValue Json = new("application/json");

    private readonly Uri _address;
    private readonly byte[] _body = new PayloadSerializer().Serialize(Guide.Event(), EventEnvironment.Development, withRequestId: false).Body.ToArray();
    private readonly HttpClient _raw = new(new SocketsHttpHandler());
    private readonly ServiceProvider _services;
    private readonly IHttpClientFactory _factory;

    public Senders(Uri server)
    {
        _address = new Uri(server, "v2/events");
        Sdk = Client(server);
        var services = new ServiceCollection();
        services.AddHttpClient(ResilientName).AddStandardResilienceHandler();
        _services = services.BuildServiceProvider();
        _factory = _services.GetRequiredService<IHttpClientFactory>();
    }

    public EventApiClient Sdk { get; }

    /// <summary>The SDK with everything on. The limiter is too fast to make anyone wait, but takes part in every send.</summary>
    public static EventApiClient Client(Uri server) => new(new EventApiOptions
    {
        ApiKey = "key",
        ApiSecret = "secret",
        Environment = EventEnvironment.Development,
        BaseAddress = server,
        RateLimit = { BatchesPerSecond = 1_000_000, Burst = 1_000_000 },
    });

    /// <summary>Bytes that are ready, and no more than the server asks for.</summary>
    public Task RawAsync() => SendAsync(_raw);

    public Task FactoryAsync() => SendAsync(_factory.CreateClient(ResilientName));

    public async Task SdkAsync() => (await Sdk.SendAsync(Guide.Event())).EnsureAccepted();

    public void Dispose()
    {
        Sdk.Dispose();
        _raw.Dispose();
        _services.Dispose();
    }

    private async Task SendAsync(HttpClient http)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, _address) { Content = new ByteArrayContent(_body) };
        request.Content.Headers.ContentType = Json;
        using HttpResponseMessage response = await http.SendAsync(request);
        if (response.StatusCode != HttpStatusCode.Accepted)
        {
            throw new InvalidOperationException($"The server responded with {response.StatusCode}.");
        }
    }
}
