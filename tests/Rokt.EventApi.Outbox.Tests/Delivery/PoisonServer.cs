using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Rokt.EventApi.Outbox.Tests.Delivery;

/// <summary>A server that refuses a body with a certain text, and 202 to all others.</summary>
internal sealed class PoisonServer : IAsyncDisposable
{
    private readonly WebApplication _application;

    private PoisonServer(WebApplication application) => _application = application;

    public static async Task<PoisonServer> StartAsync(string poison, int statusCode)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        WebApplication application = builder.Build();
        application.Urls.Add("http://127.0.0.1:0");
        application.MapPost("/v2/events", async (HttpRequest request) =>
        {
            string body = await new StreamReader(request.Body).ReadToEndAsync();
            return Results.StatusCode(body.Contains(poison, StringComparison.Ordinal) ? statusCode : 202);
        });
        await application.StartAsync();
        return new PoisonServer(application);
    }

    public Uri Address => new(_application.Urls.First());

    public ValueTask DisposeAsync() => _application.DisposeAsync();
}
