using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using Rokt.EventApi.Outbox.EntityFrameworkCore;
using Rokt.EventApi.Outbox.Tests.Delivery;
using Rokt.EventApi.Sandbox;

namespace Rokt.EventApi.Outbox.Tests.Stores;

/// <summary>
/// Through every kind of store, a conversion made of marks is delivered, refused and lost with its table; no mark is in a log line of
/// any library, a span, a metric, an exception or a text.
/// </summary>
public sealed class StorePrivacyTests : IAsyncDisposable
{
    private const string Mark = "zqxmark";
    private const string Echo = $$"""{"errors":[{"code":"{{Mark}}","message":"{{Mark}} is wrong"}]}""";

    private readonly ConcurrentQueue<string> _shown = new();
    private readonly Dictionary<string, Func<TestStore>> _stores;
    private readonly ActivityListener _spans;
    private readonly MeterListener _metrics;

    public StorePrivacyTests(PostgresServer postgres, MariaDbServer mariaDb)
    {
        _stores = new()
        {
            ["a file"] = () => new EmbeddedStore(),
            ["Entity Framework Core on SQLite"] = ContextStore.OnSqlite,
            ["Entity Framework Core on PostgreSQL"] = () => ContextStore.OnPostgres(postgres),
            ["ADO.NET on SQLite"] = DataSourceStore.OnSqlite,
            ["ADO.NET on PostgreSQL"] = () => DataSourceStore.OnPostgres(postgres),
            ["ADO.NET on MariaDB"] = () => DataSourceStore.OnMariaDb(mariaDb),
        };
        _spans = new ActivityListener
        {
            ShouldListenTo = _ => true,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = span => Show(string.Create(
                CultureInfo.InvariantCulture, $"span {span.DisplayName} {span.StatusDescription} {string.Join(' ', span.TagObjects)} {string.Join(' ', span.Events.SelectMany(e => e.Tags))}")),
        };
        ActivitySource.AddActivityListener(_spans);
        _metrics = new MeterListener { InstrumentPublished = (instrument, self) => self.EnableMeasurementEvents(instrument) };
        _metrics.SetMeasurementEventCallback<long>((instrument, _, tags, _) => Show($"metric {instrument.Name} {string.Join(' ', tags.ToArray())}"));
        _metrics.SetMeasurementEventCallback<double>((instrument, _, tags, _) => Show($"metric {instrument.Name} {string.Join(' ', tags.ToArray())}"));
        _metrics.Start();
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("a file")]
    [InlineData("Entity Framework Core on SQLite")]
    [InlineData("Entity Framework Core on PostgreSQL")]
    [InlineData("ADO.NET on SQLite")]
    [InlineData("ADO.NET on PostgreSQL")]
    [InlineData("ADO.NET on MariaDB")]
    public async Task Nothing_of_a_conversion_is_shown(string kind)
    {
        await using TestStore store = _stores[kind]();
        await store.InitializeAsync();
        await using EventApiSandbox sandbox = await EventApiSandbox.StartAsync(cancellationToken: Cancellation);
        sandbox.Arm(SandboxFault.Status(400, body: Echo));
        sandbox.Arm(SandboxFault.Status(503, body: Echo));
        OutboxHost host = await OutboxHost.StartAsync(
            store,
            sandbox.BaseAddress,
            options => options.MaxBackoff = TimeSpan.FromSeconds(1),
            configureServices: services => services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace)));
        FakeLogCollector logs = host.Log;
        await using (host)
        {
            await AddAsync(host, store);
            await OutboxHost.UntilAsync(async () => (await host.Outbox.GetStatusAsync(Cancellation)) is { Pending: 0, DeadLettered: 1 }, "one is dead-lettered and the others are delivered");
            foreach (DeadLetter letter in await host.Management.GetDeadLettersAsync(cancellationToken: Cancellation))
            {
                Show($"{letter} {letter.Reason}");
            }

            if (store is DataSourceStore source)
            {
                await source.ExecuteAsync("DROP TABLE rokt_outbox");
                Show((await Assert.ThrowsAnyAsync<Exception>(() => host.Outbox.EnqueueAsync(Conversion(), Cancellation))).ToString());
            }
            else if (store is ContextStore context)
            {
                await using ShopDbContext shop = context.NewContext();
                await shop.Database.ExecuteSqlRawAsync("DROP TABLE rokt_outbox", Cancellation);
                Show((await Assert.ThrowsAnyAsync<Exception>(() => AddAsync(host, store))).ToString());
            }

            _metrics.RecordObservableInstruments();
        }

        foreach (FakeLogRecord record in logs.GetSnapshot())
        {
            Show($"log {record.Category} {record.Id.Name} {record.Message} {record.Exception} {string.Join(' ', record.StructuredState ?? [])} {string.Join(' ', record.Scopes)}");
        }

        string everything = string.Join('\n', _shown);
        string[] evidence = ["OutboxDeadLettered", "Unavailable (503)", "span rokt.event_api.send", "metric rokt.event_api.outbox.delivery.delay", "rejected 400"];
        Assert.All(evidence, text => Assert.Contains(text, everything, StringComparison.Ordinal));
        string[] marks = [Mark, "4155550199", "198.51.100.77", Convert.ToBase64String("zqxmark"u8), Convert.ToHexString("zqxmark"u8)];
        Assert.All(marks, mark => Assert.DoesNotContain(mark, everything, StringComparison.OrdinalIgnoreCase));
    }

    public ValueTask DisposeAsync()
    {
        _spans.Dispose();
        _metrics.Dispose();
        return ValueTask.CompletedTask;
    }

    private static ConversionEvent Conversion() => ConversionEvent.CreateBuilder()
        .WithEmail($"{Mark}@example.com").WithFirstName(Mark).WithLastName(Mark).WithMobile("4155550199").WithIpAddress("198.51.100.77")
        .WithClickId(Mark).WithConfirmationRef($"{Mark}{Guid.NewGuid()}").WithProductName(Mark).WithUserAttribute("color", Mark).WithAttribute("shade", Mark)
        .Build();

    private async Task AddAsync(OutboxHost host, TestStore store)
    {
        for (int i = 0; i < 3; i++)
        {
            ConversionEvent conversion = Conversion();
            Show(conversion.ToString()!);
            if (store is not ContextStore)
            {
                await host.Outbox.EnqueueAsync(conversion, Cancellation);
                continue;
            }

            using IServiceScope scope = host.Services.CreateScope();
            ShopDbContext shop = scope.ServiceProvider.GetRequiredService<ShopDbContext>();
            shop.AddConversion(conversion);
            Show(string.Join(' ', shop.ChangeTracker.Entries<OutboxMessage>().Select(entry => $"{entry} {entry.Entity}")));
            await shop.SaveChangesAsync(Cancellation);
        }
    }

    private void Show(string text) => _shown.Enqueue(text);
}
