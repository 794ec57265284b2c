using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;

namespace Rokt.EventApi.Tests.Sending;

/// <summary>A client that is disabled: for development and CI without credentials.</summary>
public sealed class EnabledTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_disabled_client_needs_no_setting_sends_nothing_and_reports_every_send_as_accepted()
    {
        var handler = new ScriptedHandler();
        using var client = new EventApiClient(new EventApiOptions { Enabled = false, BeforeSend = _ => throw new InvalidOperationException() }, handler: handler);

        SendResult single = await client.SendAsync(GuideExample.Event, Cancellation);
        IReadOnlyList<SendResult> several = await client.SendAsync([GuideExample.Event, GuideExample.Event], Cancellation);
        List<StreamedResult> streamed = await client.SendStreamAsync(new[] { GuideExample.Event }.ToAsyncEnumerable(), cancellationToken: Cancellation).ToListAsync(Cancellation);

        Assert.All([single, .. several, streamed.Single().Result], result =>
            Assert.Equal((SendStatus.Accepted, 0, null, 0), (result.Status, result.Attempts, result.StatusCode, result.Errors.Count)));
        Assert.Equal(2, several.Count);
        Assert.Equal(0, handler.Requests);
    }

    [Fact]
    public async Task A_disabled_client_prepares_nothing_and_leaves_what_is_stored()
    {
        var handler = new ScriptedHandler();
        using var enabled = new ClientUnderTest();
        using var disabled = new EventApiClient(new EventApiOptions { Enabled = false }, handler: handler);
        PreparedConversion stored = enabled.Client.Prepare(GuideExample.Event)!;

        SendResult result = await disabled.SendAsync(stored, cancellationToken: Cancellation);

        Assert.Null(disabled.Prepare(GuideExample.Event));
        Assert.Equal((SendStatus.Unavailable, 0, "disabled"), (result.Status, result.Attempts, Assert.Single(result.Errors).Code));
        Assert.Equal(0, handler.Requests);
    }

    [Fact]
    public async Task Cancellation_and_null_are_the_callers_own_as_ever()
    {
        using var client = new EventApiClient(new EventApiOptions { Enabled = false });
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => client.SendAsync(GuideExample.Event, cancelled.Token));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => client.SendAsync([GuideExample.Event], cancelled.Token));
        await Assert.ThrowsAsync<ArgumentNullException>(() => client.SendAsync((ConversionEvent)null!, Cancellation));
    }

    [Fact]
    public async Task One_warning_at_the_start_says_that_nothing_is_sent()
    {
        var logs = new FakeLogCollector();
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Logging.AddProvider(new FakeLoggerProvider(logs)).AddFilter((category, _) => category?.StartsWith("Rokt.", StringComparison.Ordinal) == true);
        builder.Configuration["Rokt:Shoes:Enabled"] = "false";
        builder.Services.AddRoktEventApi("shoes", builder.Configuration.GetSection("Rokt:Shoes"));
        builder.Services.AddRoktEventApi("shoes", options => options.SendRequestId = true);
        builder.Services.AddHealthChecks().AddRoktEventApi("shoes");
        using IHost host = builder.Build();

        await host.StartAsync(Cancellation);
        FakeLogRecord warning = Assert.Single(logs.GetSnapshot());
        var client = host.Services.GetRequiredKeyedService<IEventApiClient>("shoes");
        await client.SendAsync(GuideExample.Event, Cancellation);
        await client.SendAsync(GuideExample.Event, Cancellation);
        HealthReport health = await host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(Cancellation);
        await host.StopAsync(Cancellation);

        Assert.Single(logs.GetSnapshot());
        Assert.Equal((LogLevel.Warning, "Disabled"), (warning.Level, warning.Id.Name));
        Assert.Contains("Account shoes is disabled (Rokt:Shoes:Enabled is false): nothing is sent", warning.Message, StringComparison.Ordinal);
        Assert.Equal(HealthStatus.Healthy, health.Status);
    }

    [Fact]
    public void A_client_that_is_created_in_code_warns_as_well()
    {
        var logs = new FakeLogCollector();
        using var factory = new LoggerFactory([new FakeLoggerProvider(logs)]);

        using var client = new EventApiClient(new EventApiOptions { Enabled = false }, factory);

        Assert.Equal("Disabled", Assert.Single(logs.GetSnapshot()).Id.Name);
    }

    [Fact]
    public async Task An_enabled_client_says_nothing_at_the_start()
    {
        var logs = new FakeLogCollector();
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Logging.AddProvider(new FakeLoggerProvider(logs)).AddFilter((category, _) => category?.StartsWith("Rokt.", StringComparison.Ordinal) == true);
        builder.Services.AddRoktEventApi(options =>
            (options.ApiKey, options.ApiSecret, options.Pod, options.Environment) = ("key", "secret", Pod.US1, EventEnvironment.Development));
        using IHost host = builder.Build();

        await host.StartAsync(Cancellation);
        await host.StopAsync(Cancellation);

        Assert.Empty(logs.GetSnapshot());
    }
}
