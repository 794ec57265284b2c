using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Rokt.EventApi.Configuration;
using Rokt.EventApi.Diagnostics;
using Rokt.EventApi.Sending;
using Rokt.EventApi.Serialization;
using Rokt.EventApi.Transport;

namespace Rokt.EventApi;

/// <summary>
/// Sends conversions to the Rokt Event API. Create one and reuse it: its connections, rate limit and circuit breaker belong to it.
/// In an application with a container, register it with <c>AddRoktEventApi</c> instead.
/// </summary>
/// <example>
/// <code>
/// var client = new EventApiClient(new EventApiOptions { ApiKey = key, ApiSecret = secret, Pod = Pod.US1, Environment = EventEnvironment.Development });
/// SendResult result = await client.SendAsync(conversion, cancellationToken);
/// </code>
/// </example>
public sealed class EventApiClient : IEventApiClient, IPreparedConversionClient, IDisposable
{
    // Null when the client is disabled: then the filter lets nothing pass.
    private readonly EventSender? _sender;
    private readonly ConversionFilter _filter;
    private readonly BatchSender _batches;
    private readonly PayloadSerializer _serializer = new();
    private readonly EventEnvironment _environment;
    private readonly bool _sendRequestId;
    private readonly Credentials _credentials;
    private readonly IDisposable? _owned;

    /// <summary>Creates a client without a container; it runs the same pipeline as a registered one.</summary>
    /// <param name="options">The settings, read once.</param>
    /// <param name="loggerFactory">Where log lines go. Default: nowhere.</param>
    /// <param name="timeProvider">The clock of every wait and timeout. Default: the system's.</param>
    /// <param name="handler">What sends the requests, for tests or a proxy of your own; the client does not dispose it. Default: the SDK's own.</param>
    /// <exception cref="ArgumentNullException"><paramref name="options"/> is null.</exception>
    /// <exception cref="OptionsValidationException">The options are not valid; the message says how to fix each setting.</exception>
    /// <example>
    /// <code>
    /// var client = new EventApiClient(new EventApiOptions    // one for the life of the application
    /// {
    ///     ApiKey = key,
    ///     ApiSecret = secret,
    ///     Pod = Pod.US1,
    ///     Environment = EventEnvironment.Production,
    /// });
    /// </code>
    /// </example>
    public EventApiClient(
        EventApiOptions options, ILoggerFactory? loggerFactory = null, TimeProvider? timeProvider = null, HttpMessageHandler? handler = null)
        : this(Valid(options), Dependencies(options, loggerFactory, timeProvider, handler))
    {
    }

    internal EventApiClient(EventApiOptions options, EventApiClientDependencies dependencies)
    {
        _sender = options.Enabled ? EventSenderFactory.Create(options, dependencies) : null;
        _filter = new ConversionFilter(options, dependencies, _sender?.Outcomes);
        Health = _sender?.Outcomes.Health ?? new ClientHealth(dependencies.Account);
        _environment = options.Environment.GetValueOrDefault();
        _sendRequestId = options.SendRequestId;
        _batches = new BatchSender(_filter, _sender, _serializer, _environment, _sendRequestId);
        _credentials = dependencies.Credentials;
        _owned = dependencies.Owned;
    }

    internal ClientHealth Health { get; }

    /// <inheritdoc/>
    public int CredentialsVersion => _credentials.Version;

    /// <inheritdoc/>
    public PreparedConversion? Prepare(ConversionEvent conversion)
    {
        ArgumentNullException.ThrowIfNull(conversion);
        ConversionEvent.ThrowIfNotBuilt(conversion, nameof(conversion));
        if (_filter.Apply(conversion, out SendResult result) is not { } passed)
        {
            return result.Errors is [var error] && error != ClientErrors.Dropped ? throw new InvalidOperationException(result.Account.Prefix + error.Message) : null;
        }

        Payload payload = _serializer.Serialize(passed, _environment, withRequestId: true);
        _sender!.Conversions.RecordDropped(passed);
        byte[] body = payload.Body.ToArray();
        payload.Buffer!.Return();
        return PreparedConversion.Create(body);
    }

    /// <inheritdoc/>
    public Task<SendResult> SendAsync(PreparedConversion conversion, PreparedSendOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(conversion);
        if (_sender is null)
        {
            // What was stored while it was enabled stays stored.
            return Task.FromResult(new SendResult(SendStatus.Unavailable, attempts: 0, errors: [ClientErrors.Disabled]));
        }

        _sender.Conversions.RecordTime(conversion.EventTime);
        var payload = new Payload(conversion.Body, EventCount: 1, conversion.ConfirmationRef is not null);
        return _sender.SendAsync(payload, options, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<SendResult> SendAsync(ConversionEvent conversion, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(conversion);
        ConversionEvent.ThrowIfNotBuilt(conversion, nameof(conversion));
        if (cancellationToken.IsCancellationRequested)
        {
            return Task.FromCanceled<SendResult>(cancellationToken);
        }

        if (_filter.Apply(conversion, out SendResult result) is not { } passed)
        {
            return Task.FromResult(result);
        }

        _sender!.Conversions.Record(passed);
        return _sender.SendAsync(_serializer.Serialize(passed, _environment, _sendRequestId), options: null, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<SendResult>> SendAsync(IEnumerable<ConversionEvent> conversions, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(conversions);
        ConversionEvent[] events = [.. conversions];
        if (events.Contains(null!))
        {
            throw new ArgumentNullException(nameof(conversions), "One of the conversions is null.");
        }

        foreach (ConversionEvent conversion in events)
        {
            ConversionEvent.ThrowIfNotBuilt(conversion, nameof(conversions));
        }

        return _batches.SendAsync(events, cancellationToken);
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<StreamedResult> SendStreamAsync(
        IAsyncEnumerable<ConversionEvent> conversions, int? maxConcurrency = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(conversions);
        if (maxConcurrency is { } most)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(most, 1, nameof(maxConcurrency));
        }

        return EventStream.SendAsync(this, _sender, conversions, maxConcurrency, cancellationToken);
    }

    /// <summary>
    /// Ends the client and its connections; the container does it for a registered one. Requests in flight end by themselves; a
    /// send that still needs a permit or another attempt fails with <see cref="ObjectDisposedException"/>.
    /// </summary>
    public void Dispose()
    {
        _sender?.Dispose();
        _owned?.Dispose();
    }

    private static EventApiOptions Valid(EventApiOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        EventApiOptions copy = options.Copy();
        ValidateOptionsResult result = new EventApiOptionsRules(static _ => Account.Unnamed).Validate(Options.DefaultName, copy);
        if (result.Failed)
        {
            throw new OptionsValidationException(Options.DefaultName, typeof(EventApiOptions), result.Failures);
        }

        return copy;
    }

    private static EventApiClientDependencies Dependencies(
        EventApiOptions options, ILoggerFactory? loggerFactory, TimeProvider? timeProvider, HttpMessageHandler? handler)
    {
        // A disabled client has no address to connect to. For others, a client's own timeout, headers and cancellation are work for
        // each request that is of no use here.
        HttpMessageInvoker? http = options.Enabled
            ? new HttpMessageInvoker(DetachedHandler.Around(handler ?? PrimaryHandler.Create(EventsAddress.Resolve(options))), disposeHandler: handler is null)
            : null;
        return new EventApiClientDependencies(http is null ? static (_, _) => throw new UnreachableException() : http.SendAsync, new Credentials(options))
        {
            Account = Account.Unnamed,
            Clock = timeProvider ?? TimeProvider.System,
            Logger = loggerFactory?.CreateLogger<EventApiClient>() ?? NullLogger<EventApiClient>.Instance,
            Owned = http,
        };
    }
}
