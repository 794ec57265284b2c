using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Rokt.EventApi.Tests.Sending;

namespace Rokt.EventApi.Tests.Diagnostics;

public sealed class HealthCheckTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(202, HealthStatus.Healthy)]
    [InlineData(400, HealthStatus.Healthy)]
    [InlineData(401, HealthStatus.Degraded)]
    [InlineData(403, HealthStatus.Degraded)]
    [InlineData(429, HealthStatus.Degraded)]
    [InlineData(503, HealthStatus.Degraded)]
    public async Task It_tells_how_the_last_send_ended(int statusCode, HealthStatus status)
    {
        var handler = new ScriptedHandler();
        await using ServiceProvider provider = Provider(handler, name: "");
        var health = provider.GetRequiredService<HealthCheckService>();
        var client = provider.GetRequiredService<IEventApiClient>();

        Assert.Equal(HealthStatus.Healthy, (await health.CheckHealthAsync(Cancellation)).Status);
        handler.Answer(statusCode);
        await client.SendAsync(GuideExample.Event, Cancellation);
        Assert.Equal(status, (await health.CheckHealthAsync(Cancellation)).Status);
        await client.SendAsync(GuideExample.Event, Cancellation);
        Assert.Equal(HealthStatus.Healthy, (await health.CheckHealthAsync(Cancellation)).Status);
    }

    [Fact]
    public async Task It_belongs_to_the_account_that_it_names()
    {
        var handler = new ScriptedHandler();
        await using ServiceProvider provider = Provider(handler, name: "shoes");
        handler.Answer(403);
        await provider.GetRequiredKeyedService<IEventApiClient>("shoes").SendAsync(GuideExample.Event, Cancellation);

        HealthReport report = await provider.GetRequiredService<HealthCheckService>().CheckHealthAsync(Cancellation);

        Assert.Equal(HealthStatus.Degraded, report.Entries["rokt-event-api:shoes"].Status);
    }

    private static ServiceProvider Provider(ScriptedHandler handler, string name)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddRoktEventApi(name, options =>
        {
            (options.ApiKey, options.ApiSecret, options.Pod, options.Environment) = ("key", "secret", Pod.US1, EventEnvironment.Development);
            options.Retry.MaxRetryAttempts = 0;
        }).ConfigurePrimaryHttpMessageHandler(() => handler);
        services.AddHealthChecks().AddRoktEventApi(name);
        return services.BuildServiceProvider();
    }
}
