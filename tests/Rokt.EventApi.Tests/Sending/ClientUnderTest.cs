using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Rokt.EventApi.Configuration;
using Rokt.EventApi.Sending;
using Rokt.EventApi.Transport;

namespace Rokt.EventApi.Tests.Sending;

/// <summary>The real client on a scripted handler, a clock that advances itself, and fixed random numbers.</summary>
internal sealed class ClientUnderTest : IDisposable
{
    public static readonly TimeSpan AttemptTimeout = TimeSpan.FromSeconds(7.001);
    public static readonly TimeSpan TotalTimeout = TimeSpan.FromSeconds(100.001);

    private readonly HttpMessageInvoker _http;

    public ClientUnderTest(Action<EventApiOptions>? configure = null, double random = 0, ILogger? logger = null, IMeterFactory? meters = null, Account? account = null)
    {
        var options = new EventApiOptions
        {
            ApiKey = "key",
            ApiSecret = "secret",
            Pod = Pod.US1,
            Environment = EventEnvironment.Development,
            Retry = { AttemptTimeout = AttemptTimeout, TotalTimeout = TotalTimeout },
        };
        configure?.Invoke(options);
        Clock = new SelfAdvancingClock();
        _http = new HttpMessageInvoker(Handler);
        Client = new EventApiClient(options, new EventApiClientDependencies(_http.SendAsync, new Credentials(options))
        {
            Account = account ?? Account.Unnamed,
            Clock = Clock,
            Logger = logger ?? NullLogger.Instance,
            Random = () => random,
            MeterFactory = meters,
        });
    }

    public ScriptedHandler Handler { get; } = new();

    public SelfAdvancingClock Clock { get; }

    public EventApiClient Client { get; }

    public Task<SendResult> SendAsync(CancellationToken? cancellationToken = null) =>
        Client.SendAsync(GuideExample.Event, cancellationToken ?? TestContext.Current.CancellationToken)
            .WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);

    public void Dispose()
    {
        Client.Dispose();
        _http.Dispose();
    }
}
