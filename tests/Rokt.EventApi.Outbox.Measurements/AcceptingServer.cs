using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Rokt.EventApi.Outbox.Measurements;

/// <summary>Takes everything.</summary>
internal sealed class AcceptingServer : IAsyncDisposable
{
    private readonly WebApplication _application;
    private long _accepted;

    private AcceptingServer(WebApplication application) => _application = application;

    public Uri Address => new(_application.Urls.First());

    public long Accepted => Interlocked.Read(ref _accepted);

    /// <summary>Starts it.</summary>
    /// <param name="distance">How long a response takes.</param>
    public static async Task<AcceptingServer> StartAsync(TimeSpan distance = default)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        WebApplication application = builder.Build();
        application.Urls.Add("http://127.0.0.1:0");
        var server = new AcceptingServer(application);
        application.MapPost("/v2/events", async (HttpContext context) =>
        {
            await context.Request.Body.CopyToAsync(Stream.Null);
            await (distance > TimeSpan.Zero ? Task.Delay(distance) : Task.CompletedTask);
            Interlocked.Increment(ref server._accepted);
            context.Response.StatusCode = StatusCodes.Status202Accepted;
        });
        await application.StartAsync();
        return server;
    }

    public ValueTask DisposeAsync() => _application.DisposeAsync();
}
