using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Rokt.EventApi.Outbox.Measurements;

/// <summary>Takes everything.</summary>
internal sealed class AcceptingServer : IAsyncDisposable
{
    private readonly WebApplication _application;
    private readonly ConcurrentQueue<TimeSpan> _arrivals = new();
    private long _accepted;

    private AcceptingServer(WebApplication application) => _application = application;

    public Uri Address => new(_application.Urls.First());

    public long Accepted => Interlocked.Read(ref _accepted);

    /// <summary>When each request arrived, if the server is far away.</summary>
    public IEnumerable<TimeSpan> Arrivals => _arrivals;

    /// <summary>Starts it.</summary>
    /// <param name="distance">How long a response takes; null for no time, and no record of arrivals.</param>
    public static async Task<AcceptingServer> StartAsync(TimeSpan? distance = null)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        WebApplication application = builder.Build();
        application.Urls.Add("http://127.0.0.1:0");
        var server = new AcceptingServer(application);
        long startedAt = Stopwatch.GetTimestamp();
        application.MapPost("/v2/events", async (HttpContext context) =>
        {
            await context.Request.Body.CopyToAsync(Stream.Null);
            if (distance is { } time)
            {
                server._arrivals.Enqueue(Stopwatch.GetElapsedTime(startedAt));
                await (time > TimeSpan.Zero ? Task.Delay(time) : Task.CompletedTask);
            }

            Interlocked.Increment(ref server._accepted);
            context.Response.StatusCode = StatusCodes.Status202Accepted;
        });
        await application.StartAsync();
        return server;
    }

    public ValueTask DisposeAsync() => _application.DisposeAsync();
}
