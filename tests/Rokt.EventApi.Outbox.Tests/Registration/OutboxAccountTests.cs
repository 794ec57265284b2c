using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Options;
using Rokt.EventApi.Outbox.Tests.Delivery;

namespace Rokt.EventApi.Outbox.Tests.Registration;

/// <summary>With several accounts, whatever a person reads of an outbox says which one it is about; and its options are read once.</summary>
public sealed class OutboxAccountTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<string, Action<OutboxOptions>> BadOptions => new()
    {
        { "MaxConcurrency is 0: set it", options => options.MaxConcurrency = 0 },
        { "MaxConcurrency is 257: set it", options => options.MaxConcurrency = 257 },
        { "MaxAge is 00:00:00: set it", options => options.MaxAge = TimeSpan.Zero },
        { "MaxAge is 30.00:00:00.0000001: set it", options => options.MaxAge = TimeSpan.FromDays(30) + TimeSpan.FromTicks(1) },
        { "MaxFailures is 0: set it", options => options.MaxFailures = 0 },
        { "DeadLetterRetention is -00:00:00.0000001: set it", options => options.DeadLetterRetention = TimeSpan.FromTicks(-1) },
        { "DeadLetterRetention is 30.00:00:00.0000001: set it", options => options.DeadLetterRetention = TimeSpan.FromDays(30) + TimeSpan.FromTicks(1) },
        { "MaxBackoff is 00:00:00.9999999: set it", options => options.MaxBackoff = TimeSpan.FromSeconds(1) - TimeSpan.FromTicks(1) },
        { "MaxBackoff is 01:00:00.0000001: set it", options => options.MaxBackoff = TimeSpan.FromHours(1) + TimeSpan.FromTicks(1) },
    };

    [Theory]
    [MemberData(nameof(BadOptions))]
    public async Task A_bad_setting_stops_the_host_and_names_the_account(string message, Action<OutboxOptions> spoil)
    {
        using IHost host = Build(Path.GetTempPath(), spoil);

        var exception = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync(Cancellation));

        Assert.StartsWith($"Account \"shoes\": Outbox: {message}", Assert.Single(exception.Failures), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Log_lines_and_health_name_the_account()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("outbox-");
        try
        {
            using IHost host = Build(folder.FullName, options => options.Deliver = false);
            await host.StartAsync(Cancellation);
            HealthReport health = await host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(Cancellation);
            await host.StopAsync(Cancellation);

            Assert.StartsWith("Account \"shoes\": No instance delivers", health.Entries["rokt-event-api-outbox-shoes"].Description, StringComparison.Ordinal);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task Each_log_line_of_a_delivery_names_the_account()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("outbox-");
        try
        {
            using IHost host = Build(folder.FullName, _ => { });
            await host.StartAsync(Cancellation);
            await host.Services.GetRequiredKeyedService<IOutbox>("shoes").EnqueueAsync(OutboxHost.Conversion("1"), Cancellation);
            FakeLogCollector log = host.Services.GetFakeLogCollector();
            await OutboxHost.UntilAsync(() => Task.FromResult(Lines().Any()), "a line was logged");
            await host.StopAsync(Cancellation);

            Assert.All(Lines(), record => Assert.StartsWith("Account \"shoes\": ", record.Message, StringComparison.Ordinal));

            IEnumerable<FakeLogRecord> Lines() => log.GetSnapshot().Where(record => record.Category == "Rokt.EventApi.Outbox");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void An_outbox_without_a_client_reports_which_one_is_missing()
    {
        using ServiceProvider services = new ServiceCollection().AddRoktEventApiOutbox("shoes", options => options.UseFile()).BuildServiceProvider();

        var exception = Assert.Throws<InvalidOperationException>(() => services.GetRequiredKeyedService<IOutbox>("shoes"));

        Assert.Contains("AddRoktEventApi(\"shoes\", …)", exception.Message, StringComparison.Ordinal);
    }

    // Nobody listens at the address: every delivery fails, and is logged.
    private static IHost Build(string folder, Action<OutboxOptions> configure)
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Logging.AddFakeLogging().SetMinimumLevel(LogLevel.Debug);
        builder.Services.AddRoktEventApi("shoes", options =>
            (options.ApiKey, options.ApiSecret, options.Environment, options.BaseAddress) = ("key", "secret", EventEnvironment.Development, new Uri("http://127.0.0.1:9")));
        builder.Services.AddRoktEventApiOutbox("shoes", options =>
        {
            options.UseFile(Path.Combine(folder, "outbox.db"));
            configure(options);
        });
        builder.Services.AddHealthChecks().AddRoktEventApiOutbox("shoes");
        return builder.Build();
    }
}
