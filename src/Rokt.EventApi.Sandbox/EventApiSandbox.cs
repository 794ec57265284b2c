using Microsoft.AspNetCore.Builder;
using Rokt.EventApi.Sandbox.Server;

namespace Rokt.EventApi.Sandbox;

/// <summary>
/// A local Event API on loopback, for tests and first steps: it answers as the guide says, judges each request by the
/// guide on its own, keeps what it received, shows it on a page, and fails on demand.
/// </summary>
public sealed class EventApiSandbox : IAsyncDisposable
{
    private readonly WebApplication _application;
    private readonly SandboxState _state;

    private EventApiSandbox(WebApplication application, EventApiSandboxOptions options, SandboxState state)
    {
        _application = application;
        _state = state;
        ApiKey = options.ApiKey;
        ApiSecret = options.ApiSecret;
        BaseAddress = new Uri(application.Urls.First());
    }

    /// <summary>
    /// Where it listens, such as <c>http://127.0.0.1:5000/</c>: the base address for a client, and the address of the page.
    /// A pod in the path, as in <c>http://127.0.0.1:5000/us1</c>, is shown with the request.
    /// </summary>
    public Uri BaseAddress { get; }

    /// <summary>The key that requests authenticate with.</summary>
    public string ApiKey { get; }

    /// <summary>The secret that requests authenticate with.</summary>
    public string ApiSecret { get; }

    /// <summary>What was received so far, oldest first, refused requests too; a snapshot.</summary>
    public IReadOnlyList<ReceivedRequest> Requests => _state.Journal.Snapshot();

    /// <summary>Starts a sandbox.</summary>
    /// <param name="options">Its settings. Default: any free port, no throttle.</param>
    /// <param name="cancellationToken">Gives up starting.</param>
    /// <exception cref="ArgumentException">A setting is out of its range; the message says which, and the range.</exception>
    /// <exception cref="IOException">The port is in use, or the file to record to cannot be written.</exception>
    public static async Task<EventApiSandbox> StartAsync(EventApiSandboxOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new EventApiSandboxOptions();
        options.Validate();
        var state = new SandboxState(options);
        WebApplication application = SandboxApplication.Build(options, state);
        try
        {
            await application.StartAsync(cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            state.Dispose();
            await application.DisposeAsync().ConfigureAwait(false);
            throw;
        }

        return new EventApiSandbox(application, options, state);
    }

    /// <summary>
    /// Makes requests fail: the next ones, in the order in which the faults were armed, or a share of all (see
    /// <see cref="SandboxFault.ForShare"/>).
    /// </summary>
    public void Arm(SandboxFault fault)
    {
        ArgumentNullException.ThrowIfNull(fault);
        _state.Faults.Add(fault);
    }

    /// <summary>Sets the rate limit anew, with a full bucket.</summary>
    /// <param name="batchesPerSecond">How many requests a second are let through; null lifts the limit.</param>
    /// <param name="retryAfter">The <c>Retry-After</c> of the 429s, in whole seconds; null leaves the header out.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="batchesPerSecond"/> is not above 0.</exception>
    public void SetThrottle(double? batchesPerSecond, TimeSpan? retryAfter = null) => _state.Throttle.Set(batchesPerSecond, retryAfter);

    /// <summary>Completes as soon as that many requests have been received since the start or the last <see cref="Clear"/>.</summary>
    /// <returns>What was received.</returns>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled first.</exception>
    public async Task<IReadOnlyList<ReceivedRequest>> WaitForRequestsAsync(int count, CancellationToken cancellationToken = default)
    {
        await _state.Journal.WaitAsync(count, cancellationToken).ConfigureAwait(false);
        return _state.Journal.Snapshot();
    }

    /// <summary>Forgets the requests received and the faults armed.</summary>
    public void Clear()
    {
        _state.Journal.Clear();
        _state.Faults.Clear();
    }

    /// <summary>Stops at once; requests under way are dropped.</summary>
    public async ValueTask DisposeAsync()
    {
        await _application.StopAsync(new CancellationToken(canceled: true)).ConfigureAwait(false);
        await _application.DisposeAsync().ConfigureAwait(false);
        _state.Dispose();
    }
}
