using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Rokt.EventApi.Outbox.FaultTests;

/// <summary>An Event API that counts how often each conversion arrived, and with which bytes.</summary>
internal sealed partial class CountingServer : IAsyncDisposable
{
    private readonly WebApplication _application;
    private readonly ConcurrentDictionary<string, ConcurrentBag<string>> _bodies;

    private CountingServer(WebApplication application, ConcurrentDictionary<string, ConcurrentBag<string>> bodies)
    {
        _application = application;
        _bodies = bodies;
    }

    public Uri Address => new(_application.Urls.First());

    /// <summary>How many different conversions arrived.</summary>
    public int Arrived => _bodies.Count;

    /// <summary>How many arrivals were repeats.</summary>
    public int Duplicates => _bodies.Values.Sum(bodies => bodies.Count - 1);

    /// <summary>Whether each repeat had the bytes of the first.</summary>
    public bool AllRepeatsAreEqual => _bodies.Values.All(bodies => bodies.Distinct().Count() == 1);

    public bool Has(string reference) => _bodies.ContainsKey(reference);

    public static async Task<CountingServer> StartAsync(Func<HttpContext, Task<bool>>? interfere = null)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        WebApplication application = builder.Build();
        application.Urls.Add("http://127.0.0.1:0");
        var bodies = new ConcurrentDictionary<string, ConcurrentBag<string>>();
        application.MapPost("/v2/events", async (HttpContext context) =>
        {
            string body = await new StreamReader(context.Request.Body).ReadToEndAsync();
            if (interfere is not null && await interfere(context))
            {
                return;
            }

            bodies.GetOrAdd(Reference().Match(body).Groups[1].Value, _ => []).Add(body);
            context.Response.StatusCode = StatusCodes.Status202Accepted;
        });
        await application.StartAsync();
        return new CountingServer(application, bodies);
    }

    public ValueTask DisposeAsync() => _application.DisposeAsync();

    [GeneratedRegex("\"confirmationref\":\"([^\"]+)\"")]
    private static partial Regex Reference();
}
