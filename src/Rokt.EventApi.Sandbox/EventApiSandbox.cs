using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;
using Rokt.EventApi.Sandbox.Server;

namespace Rokt.EventApi.Sandbox;

/// <summary>
/// A local Event API on loopback, for tests and first steps: it answers as the guide says, judges each request by the
/// guide on its own, keeps what it received, and fails on demand.
/// </summary>
public sealed class EventApiSandbox : IAsyncDisposable
{
    private readonly WebApplication _application;
    private readonly RequestStore _store;
    private readonly FaultQueue _faults;

    private EventApiSandbox(WebApplication application, EventApiSandboxOptions options, RequestStore store, FaultQueue faults)
    {
        _application = application;
        _store = store;
        _faults = faults;
        ApiKey = options.ApiKey;
        ApiSecret = options.ApiSecret;
        BaseAddress = new Uri(application.Urls.First());
    }

    /// <summary>Where it listens, such as <c>http://127.0.0.1:5000/</c>: the base address for a client.</summary>
    public Uri BaseAddress { get; }

    /// <summary>The key that requests authenticate with.</summary>
    public string ApiKey { get; }

    /// <summary>The secret that requests authenticate with.</summary>
    public string ApiSecret { get; }

    /// <summary>What was received so far, oldest first, refused requests too; a snapshot.</summary>
    public IReadOnlyList<ReceivedRequest> Requests => _store.Snapshot();

    /// <summary>Starts a sandbox.</summary>
    /// <param name="options">Its settings. Default: any free port, no throttle.</param>
    /// <param name="cancellationToken">Gives up starting.</param>
    /// <exception cref="IOException">The port is in use.</exception>
    public static async Task<EventApiSandbox> StartAsync(EventApiSandboxOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new EventApiSandboxOptions();
        var store = new RequestStore(options.MaxRequestsKept);
        var faults = new FaultQueue();

        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, options.Port);
            kestrel.AddServerHeader = false;

            // The size is judged here, so that the answer has the API's form.
            kestrel.Limits.MaxRequestBodySize = null;
        });
        WebApplication application = builder.Build();
        var handler = new RequestHandler(options, store, faults, application.Lifetime.ApplicationStopping);
        application.MapPost("/v2/events", handler.HandleAsync);
        await application.StartAsync(cancellationToken).ConfigureAwait(false);
        return new EventApiSandbox(application, options, store, faults);
    }

    /// <summary>Makes the next requests fail; faults are used up in the order in which they were armed.</summary>
    public void Arm(SandboxFault fault)
    {
        ArgumentNullException.ThrowIfNull(fault);
        _faults.Add(fault);
    }

    /// <summary>Completes as soon as that many requests have been received since the start or the last <see cref="Clear"/>.</summary>
    /// <returns>What was received.</returns>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled first.</exception>
    public async Task<IReadOnlyList<ReceivedRequest>> WaitForRequestsAsync(int count, CancellationToken cancellationToken = default)
    {
        await _store.WaitAsync(count, cancellationToken).ConfigureAwait(false);
        return _store.Snapshot();
    }

    /// <summary>Forgets the requests received and the faults armed.</summary>
    public void Clear()
    {
        _store.Clear();
        _faults.Clear();
    }

    /// <summary>Stops at once; requests under way are dropped.</summary>
    public async ValueTask DisposeAsync()
    {
        await _application.StopAsync(new CancellationToken(canceled: true)).ConfigureAwait(false);
        await _application.DisposeAsync().ConfigureAwait(false);
    }
}
