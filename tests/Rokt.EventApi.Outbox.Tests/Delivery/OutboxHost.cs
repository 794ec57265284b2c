using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using Rokt.EventApi.Outbox.Tests.Stores;
using Rokt.EventApi.Sandbox;

namespace Rokt.EventApi.Outbox.Tests.Delivery;

/// <summary>An application with an outbox, which delivers to a sandbox.</summary>
internal sealed class OutboxHost : IAsyncDisposable
{
    private readonly IHost _host;

    private OutboxHost(IHost host) => _host = host;

    public IOutbox Outbox => _host.Services.GetRequiredService<IOutbox>();

    public IOutboxManagement Management => _host.Services.GetRequiredService<IOutboxManagement>();

    public IServiceProvider Services => _host.Services;

    public FakeLogCollector Log => _host.Services.GetFakeLogCollector();

    public static async Task<OutboxHost> StartAsync(
        TestStore store,
        Uri address,
        Action<OutboxOptions>? configure = null,
        Action<EventApiOptions>? configureClient = null,
        Action<IServiceCollection>? configureServices = null)
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Logging.AddFakeLogging();
        builder.Services.AddRoktEventApi(options =>
        {
            var sandbox = new EventApiSandboxOptions();
            (options.ApiKey, options.ApiSecret, options.Environment) = (sandbox.ApiKey, sandbox.ApiSecret, EventEnvironment.Development);
            options.BaseAddress = address;
            options.Retry.MaxRetryAttempts = 0;
            options.RateLimit.BatchesPerSecond = null;
            options.CircuitBreaker.Enabled = false;
            configureClient?.Invoke(options);
        });
        store.Register(builder.Services, configure);
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.FromSeconds(10));
        configureServices?.Invoke(builder.Services);
        IHost host = builder.Build();
        await host.StartAsync();
        return new OutboxHost(host);
    }

    public static ConversionEvent Conversion(string confirmationRef) =>
        ConversionEvent.CreateBuilder().WithEmail("john.doe@example.com").WithConfirmationRef(confirmationRef).Build();

    /// <summary>Waits until something holds; the clock here is the real one, since processes and servers are.</summary>
    public static async Task UntilAsync(Func<Task<bool>> holds, string what, int seconds = 120)
    {
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(seconds));
        while (!await holds())
        {
            Assert.False(timeout.IsCancellationRequested, $"It never came true: {what}.");
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
    }

    public Task UntilPendingAsync(long count) => UntilAsync(async () => (await Outbox.GetStatusAsync()).Pending == count, $"{count} pending");

    public Task StopAsync(CancellationToken cancellationToken = default) => _host.StopAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        if (_host is IAsyncDisposable disposable)
        {
            await disposable.DisposeAsync();
        }
    }
}
