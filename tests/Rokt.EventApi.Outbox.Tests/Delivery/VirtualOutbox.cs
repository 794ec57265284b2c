using System.Diagnostics;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Time.Testing;
using Rokt.EventApi.Outbox.Delivery;
using Rokt.EventApi.Outbox.Storage;

namespace Rokt.EventApi.Outbox.Tests.Delivery;

/// <summary>An outbox with a store and an API in memory, on a clock of the test's.</summary>
internal sealed class VirtualOutbox : IAsyncDisposable
{
    // Of real time: nothing here waits for it, but a busy machine may be slow.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly EventApiClient _client;

    public VirtualOutbox(
        Action<OutboxOptions>? configure = null,
        MemoryOutboxStore? store = null,
        FakeTimeProvider? time = null,
        TimeProvider? clock = null,
        IDataProtector? protector = null,
        System.Diagnostics.Metrics.IMeterFactory? meters = null,
        double? rate = null,
        string account = "",
        Func<IPreparedConversionClient, IPreparedConversionClient>? client = null)
    {
        Time = time ?? new FakeTimeProvider(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
        Store = store ?? new MemoryOutboxStore();
        var options = new OutboxOptions();
        options.ProtectPayloads = protector is not null;
        configure?.Invoke(options);
        var clientOptions = new EventApiOptions
        {
            ApiKey = "key",
            ApiSecret = "secret",
            Pod = Pod.US1,
            Environment = EventEnvironment.Development,
        };
        clientOptions.RateLimit.BatchesPerSecond = rate;
        clientOptions.CircuitBreaker.Enabled = false;
        _client = new EventApiClient(clientOptions, timeProvider: Time, handler: Api);
        Runtime = new OutboxRuntime(
            account, client?.Invoke(_client) ?? _client, clientOptions.RateLimit, options, Store, new PayloadCodec(account, protector, options), clock ?? Time, Logger, meters);
    }

    public FakeTimeProvider Time { get; }

    public MemoryOutboxStore Store { get; }

    public StubApi Api { get; } = new();

    public FakeLogger Logger { get; } = new();

    public OutboxRuntime Runtime { get; }

    public IOutbox Outbox => Runtime.Outbox;

    public IOutboxManagement Management => Runtime.Management;

    public static ConversionEvent Conversion(string reference) =>
        ConversionEvent.CreateBuilder().WithEmail("john.doe@example.com").WithIpAddress("203.0.113.5").WithConfirmationRef(reference).Build();

    public int Logged(string name) => Logger.Collector.GetSnapshot().Count(record => record.Id.Name == name);

    public Task StartAsync() => Runtime.Dispatcher.StartAsync(TestContext.Current.CancellationToken);

    /// <summary>Stores a conversion as another instance would: nothing wakes the dispatcher.</summary>
    public Task StoreElsewhereAsync(string reference) => Store.AddAsync(
        Stores.Rows.New(_client.Prepare(Conversion(reference))!.Body.ToArray(), Time.GetUtcNow().ToUnixTimeMilliseconds()), TestContext.Current.CancellationToken);

    public Task EnqueueAsync(string reference) => Outbox.EnqueueAsync(Conversion(reference), TestContext.Current.CancellationToken);

    public Task<OutboxStatus> StatusAsync() => Outbox.GetStatusAsync(TestContext.Current.CancellationToken);

    /// <summary>Lets time pass until something holds, and returns how much passed.</summary>
    public async Task<TimeSpan> UntilAsync(Func<bool> holds, string what, TimeSpan? atMost = null, TimeSpan? step = null)
    {
        DateTimeOffset start = Time.GetUtcNow();
        var patience = Stopwatch.StartNew();
        while (!await SettlesAsync(holds))
        {
            TimeSpan passed = Time.GetUtcNow() - start;
            Assert.False(passed > (atMost ?? TimeSpan.FromMinutes(5)) || patience.Elapsed > Patience, $"It did not come true within {passed}: {what}.");
            Time.Advance(step ?? TimeSpan.FromMilliseconds(100));
        }

        return Time.GetUtcNow() - start;
    }

    /// <summary>Lets time pass.</summary>
    public async Task PassAsync(TimeSpan time, TimeSpan? step = null)
    {
        DateTimeOffset end = Time.GetUtcNow() + time;
        await UntilAsync(() => Time.GetUtcNow() >= end, "time passes", time + TimeSpan.FromMinutes(1), step);
    }

    public async ValueTask DisposeAsync()
    {
        Task stopping = Runtime.Dispatcher.StopAsync(new CancellationToken(canceled: true));
        while (!stopping.IsCompleted)
        {
            Time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        Runtime.Dispose();
        _client.Dispose();
    }

    // What runs on threads of the pool gets its turn.
    private static async Task<bool> SettlesAsync(Func<bool> holds)
    {
        for (int i = 0; (i < 20 || (i < 60 && ThreadPool.PendingWorkItemCount > 0)) && !holds(); i++)
        {
            await Task.Yield();
            if (i % 10 == 9)
            {
                await Task.Delay(1, TestContext.Current.CancellationToken);
            }
        }

        return holds();
    }
}
