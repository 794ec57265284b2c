using System.Collections.Concurrent;
using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Rokt.EventApi.Outbox.FaultTests;

/// <summary>An Event API that counts how often each conversion arrived, from whom, and with which bytes.</summary>
internal sealed partial class CountingServer : IAsyncDisposable
{
    private readonly WebApplication _application;
    private readonly ConcurrentDictionary<string, ConcurrentBag<string>> _bodies = new();
    private readonly ConcurrentDictionary<string, int> _from = new();

    private volatile bool _isDown;
    private int _turnedAway;
    private int _connections;

    private CountingServer(WebApplication application) => _application = application;

    /// <summary>What happens between a conversion's arrival and the response.</summary>
    public Func<Task>? BeforeResponse { get; set; }

    /// <summary>What goes wrong with a request; it returns whether that was its response.</summary>
    public Func<HttpContext, string, Task<bool>>? Interfere { get; set; }

    /// <summary>Whether it turns every request away with 503, and takes nothing.</summary>
    public bool IsDown
    {
        get => _isDown;
        set => _isDown = value;
    }

    /// <summary>How many it turned away so.</summary>
    public int TurnedAway => Volatile.Read(ref _turnedAway);

    public Uri Address => new(_application.Urls.First());

    /// <summary>How many different conversions arrived.</summary>
    public int Arrived => _bodies.Count;

    /// <summary>How many arrivals were repeats.</summary>
    public int Duplicates => _bodies.Values.Sum(bodies => bodies.Count - 1);

    /// <summary>Whether each repeat had the bytes of the first.</summary>
    public bool AllRepeatsAreEqual => _bodies.Values.All(bodies => bodies.Distinct().Count() == 1);

    public static async Task<CountingServer> StartAsync()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        CountingServer? server = null;
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Use(next => connection => server!.CountAsync(next, connection))));
        WebApplication application = builder.Build();
        server = new CountingServer(application);
        application.MapPost("/v2/events", context => server.TakeAsync(context, ""));
        application.MapPost("/{name}/v2/events", (HttpContext context, string name) => server.TakeAsync(context, name));
        await application.StartAsync();
        return server;
    }

    /// <summary>An address of its own for a process, so that <see cref="ArrivedFrom"/> knows it.</summary>
    public Uri AddressOf(string name) => new(Address, $"{name}/");

    public int ArrivedFrom(string name) => _from.GetValueOrDefault(name);

    public bool Has(string reference) => _bodies.ContainsKey(reference);

    /// <summary>Prints what became of the conversions of a store, and holds it against what the fault may cost.</summary>
    /// <param name="store">The store.</param>
    /// <param name="stored">The references of those that were acknowledged.</param>
    /// <param name="mostRepeated">How many may have arrived again.</param>
    /// <param name="deadLettered">How many are in dead letter.</param>
    /// <param name="mostUnacknowledged">How many may have arrived though nobody was told that they are stored.</param>
    public void AssertCounts(FaultStore store, IReadOnlyCollection<string> stored, int mostRepeated = 0, int deadLettered = 0, int mostUnacknowledged = 0)
    {
        int delivered = stored.Count(Has);
        int unacknowledged = Arrived - delivered;
        long moved = store.CountDeadLettered();
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{store.Kind}: {stored.Count} stored, {delivered} delivered, and {unacknowledged} that were not acknowledged; {Duplicates} repeated of at most {mostRepeated}, {moved} dead-lettered.");
        Assert.Equal((stored.Count - deadLettered, (long)deadLettered), (delivered, moved));
        Assert.InRange(unacknowledged, 0, mostUnacknowledged);
        Assert.InRange(Duplicates, 0, mostRepeated);
        Assert.True(AllRepeatsAreEqual, "A repeat had other bytes than the first.");
    }

    /// <summary>Waits until what processes had sent that are no more is counted: their connections end when all that came through them was taken.</summary>
    public async Task EndedAsync()
    {
        // The last may not have been accepted yet.
        for (int before = -1; before != Arrived + Duplicates; await Task.Delay(250, TestContext.Current.CancellationToken))
        {
            await Eventually.TrueAsync(() => Volatile.Read(ref _connections) == 0, () => "no connection is left", seconds: 60);
            before = Arrived + Duplicates;
        }
    }

    /// <summary>Waits until what a process had sent that stands still is counted.</summary>
    public async Task SettledAsync()
    {
        for (int before = -1; before != Arrived + Duplicates; await Task.Delay(250, TestContext.Current.CancellationToken))
        {
            before = Arrived + Duplicates;
        }
    }

    /// <summary>Takes a conversion, whatever its response will be.</summary>
    public void Take(string reference, string body) => _bodies.GetOrAdd(reference, _ => []).Add(body);

    public ValueTask DisposeAsync() => _application.DisposeAsync();

    private async Task CountAsync(ConnectionDelegate next, ConnectionContext connection)
    {
        Interlocked.Increment(ref _connections);
        try
        {
            await next(connection);
        }
        finally
        {
            Interlocked.Decrement(ref _connections);
        }
    }

    private async Task TakeAsync(HttpContext context, string name)
    {
        string body = await new StreamReader(context.Request.Body).ReadToEndAsync();
        string reference = Reference().Match(body).Groups[1].Value;
        context.Items["body"] = body;
        if (_isDown)
        {
            Interlocked.Increment(ref _turnedAway);
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            return;
        }

        if (Interfere is { } interfere && await interfere(context, reference))
        {
            return;
        }

        Take(reference, body);
        _from.AddOrUpdate(name, 1, (_, count) => count + 1);
        await (BeforeResponse?.Invoke() ?? Task.CompletedTask);
        context.Response.StatusCode = StatusCodes.Status202Accepted;
    }

    [GeneratedRegex("\"confirmationref\":\"([^\"]+)\"")]
    private static partial Regex Reference();
}
