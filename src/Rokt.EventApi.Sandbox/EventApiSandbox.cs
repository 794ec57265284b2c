using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Rokt.EventApi.Sandbox.Server;
using Rokt.EventApi.Sandbox.State;

namespace Rokt.EventApi.Sandbox;

/// <summary>
/// Provides a local Event API, for tests and first steps: it responds as the guide says, judges each request by the guide on its own,
/// keeps what it received, shows it on a page, and fails on demand.
/// </summary>
/// <example>
/// <code>
/// await using EventApiSandbox sandbox = await EventApiSandbox.StartAsync();
/// sandbox.Arm(SandboxFault.Status(503));
/// // … send to sandbox.BaseAddress with sandbox.ApiKey and sandbox.ApiSecret …
/// IReadOnlyList&lt;ReceivedRequest&gt; received = await sandbox.WaitForRequestsAsync(2);
/// </code>
/// </example>
public sealed class EventApiSandbox : IAsyncDisposable
{
    private readonly WebApplication _application;
    private readonly SandboxState _state;

    private EventApiSandbox(WebApplication application, EventApiSandboxOptions options, SandboxState state, string? accessToken)
    {
        _application = application;
        _state = state;
        ApiKey = options.ApiKey;
        ApiSecret = options.ApiSecret;
        AccessToken = accessToken;
        BaseAddress = LocalAddress(new Uri(application.Urls.First()), options.ListenAddress);
    }

    /// <summary>
    /// Gets where it listens, such as <c>http://127.0.0.1:5000/</c>: the base address for a client, and the address of the page.
    /// A pod in the path, as in <c>http://127.0.0.1:5000/us1</c>, is shown with the request. When it listens on every address,
    /// this is the one on loopback.
    /// </summary>
    public Uri BaseAddress { get; }

    /// <summary>Gets the address to open in a browser: the base address, with the <see cref="AccessToken"/> if one is required.</summary>
    public Uri PageAddress => AccessToken is null ? BaseAddress : new Uri(BaseAddress, $"?token={AccessToken}");

    /// <summary>Gets the key that requests authenticate with.</summary>
    public string ApiKey { get; }

    /// <summary>Gets the secret that requests authenticate with.</summary>
    public string ApiSecret { get; }

    /// <summary>
    /// Gets the token that the page (as <c>?token=…</c>, which becomes a cookie) and the control API (as
    /// <c>Authorization: Bearer …</c>) require; null when none is required, as on loopback.
    /// </summary>
    public string? AccessToken { get; }

    /// <summary>Gets what was received so far, oldest first, refused requests too; a snapshot.</summary>
    public IReadOnlyList<ReceivedRequest> Requests => _state.Journal.Snapshot();

    /// <summary>Gets why requests are missing from <see cref="EventApiSandboxOptions.RecordFile"/>, such as a full disk; null when none is. The page shows it, too.</summary>
    public string? RecordProblem => _state.RecordProblem;

    /// <summary>Starts a sandbox.</summary>
    /// <param name="options">Its settings. Default: any free port on loopback, no throttle.</param>
    /// <param name="cancellationToken">A token to cancel the start.</param>
    /// <exception cref="ArgumentException">A setting is out of its range; the message says which, and the range.</exception>
    /// <exception cref="IOException">The address or port cannot be listened on, or the file to record to cannot be written.</exception>
    /// <exception cref="InvalidOperationException">There is no development certificate for HTTPS.</exception>
    /// <example>
    /// <code>
    /// await using EventApiSandbox sandbox = await EventApiSandbox.StartAsync(cancellationToken: cancellationToken);
    /// using var client = new EventApiClient(new EventApiOptions
    /// {
    ///     ApiKey = sandbox.ApiKey,
    ///     ApiSecret = sandbox.ApiSecret,
    ///     BaseAddress = sandbox.BaseAddress,
    ///     Environment = EventEnvironment.Development,
    /// });
    /// </code>
    /// </example>
    public static async Task<EventApiSandbox> StartAsync(EventApiSandboxOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new EventApiSandboxOptions();
        options.Validate();
        string? token = options.AccessToken ?? (IPAddress.IsLoopback(options.ListenAddress) ? null : RandomToken());
        var state = new SandboxState(options);
        WebApplication application = SandboxApplication.Build(options, state, token);
        try
        {
            await application.StartAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            state.Dispose();
            await application.DisposeAsync().ConfigureAwait(false);
            if (exception is SocketException)
            {
                // An address that is not this machine's.
                throw new IOException($"The sandbox cannot listen on {options.ListenAddress}: {exception.Message}", exception);
            }

            throw;
        }

        return new EventApiSandbox(application, options, state, token);
    }

    /// <summary>
    /// Makes requests fail: the next ones, in the order in which the faults were armed, or a share of all (see
    /// <see cref="SandboxFault.ForShare"/>). A request with wrong credentials meets no fault.
    /// </summary>
    /// <param name="fault">What goes wrong.</param>
    /// <example>
    /// <code>
    /// sandbox.Arm(SandboxFault.Status(503));                        // the next request
    /// sandbox.Arm(SandboxFault.Delay(TimeSpan.FromSeconds(2), 3));  // then three more
    /// </code>
    /// </example>
    public void Arm(SandboxFault fault)
    {
        ArgumentNullException.ThrowIfNull(fault);
        _state.Faults.Add(fault);
    }

    /// <summary>Sets the rate limit, and fills the bucket.</summary>
    /// <param name="batchesPerSecond">How many requests per second are let through: above 0, at most 1,000,000; null for no limit.</param>
    /// <param name="retryAfter">The <c>Retry-After</c> of the 429s, in whole seconds; null leaves the header out.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of its range.</exception>
    public void SetThrottle(double? batchesPerSecond, TimeSpan? retryAfter = null) => _state.Throttle.Set(batchesPerSecond, retryAfter);

    /// <summary>Completes as soon as that many requests have been received since the start or the last <see cref="Clear"/>.</summary>
    /// <param name="count">How many requests.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    /// <returns>What was received.</returns>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was canceled first.</exception>
    /// <example>
    /// <code>
    /// IReadOnlyList&lt;ReceivedRequest> received = await sandbox.WaitForRequestsAsync(2, cancellationToken);    // no sleeping
    /// Assert.Equal(202, received[1].StatusCode);
    /// </code>
    /// </example>
    public async Task<IReadOnlyList<ReceivedRequest>> WaitForRequestsAsync(int count, CancellationToken cancellationToken = default)
    {
        await _state.Journal.WaitAsync(count, cancellationToken).ConfigureAwait(false);
        return _state.Journal.Snapshot();
    }

    /// <summary>Clears the requests received and the faults armed.</summary>
    public void Clear()
    {
        _state.Journal.Clear();
        _state.Faults.Clear();
    }

    /// <summary>Stops at once; requests in flight are dropped.</summary>
    public async ValueTask DisposeAsync()
    {
        await _application.StopAsync(new CancellationToken(canceled: true)).ConfigureAwait(false);
        await _application.DisposeAsync().ConfigureAwait(false);
        _state.Dispose();
    }

    private static string RandomToken() => Convert.ToHexString(RandomNumberGenerator.GetBytes(16)).ToLowerInvariant();

    private static Uri LocalAddress(Uri address, IPAddress listenAddress) =>
        listenAddress.Equals(IPAddress.Any) ? new UriBuilder(address) { Host = IPAddress.Loopback.ToString() }.Uri
        : listenAddress.Equals(IPAddress.IPv6Any) ? new UriBuilder(address) { Host = $"[{IPAddress.IPv6Loopback}]" }.Uri
        : address;
}
