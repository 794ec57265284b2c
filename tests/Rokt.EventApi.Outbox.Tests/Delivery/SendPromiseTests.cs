using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;
using Rokt.EventApi.Outbox.Tests.Stores;
using Rokt.EventApi.Sandbox;

namespace Rokt.EventApi.Outbox.Tests.Delivery;

/// <summary>What the client promises of a send holds for one through the outbox as well.</summary>
public sealed class SendPromiseTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_attribute_that_was_left_out_is_counted_once_however_often_the_conversion_is_sent()
    {
        await using var store = new EmbeddedStore();
        await using EventApiSandbox sandbox = await EventApiSandbox.StartAsync(cancellationToken: Cancellation);
        sandbox.Arm(SandboxFault.Status(503, times: 2));
        await using OutboxHost host = await OutboxHost.StartAsync(store, sandbox.BaseAddress, configureServices: services => services.AddMetrics());
        using var dropped = new MetricCollector<long>(host.Services.GetRequiredService<IMeterFactory>(), "Rokt.EventApi", "rokt.event_api.attributes.dropped");
        ConversionEvent conversion = ConversionEvent.CreateBuilder()
            .WithEmail("john.doe@example.com").WithMobile("call me").WithConfirmationRef("1").DropInvalidAttributes().Build();

        await host.Outbox.EnqueueAsync(conversion, Cancellation);
        await host.UntilPendingAsync(0);

        Assert.Equal(3, sandbox.Requests.Count);
        CollectedMeasurement<long> measurement = Assert.Single(dropped.GetMeasurementSnapshot());
        Assert.Equal((1, "mobile"), (measurement.Value, measurement.Tags["rokt.attribute"]));
    }

    [Fact]
    public async Task The_health_of_the_client_follows_what_the_outbox_sends()
    {
        await using var store = new EmbeddedStore();
        await using EventApiSandbox sandbox = await EventApiSandbox.StartAsync(cancellationToken: Cancellation);
        sandbox.Arm(SandboxFault.Status(503));
        await using OutboxHost host = await OutboxHost.StartAsync(
            store,
            sandbox.BaseAddress,
            options => options.MaxBackoff = TimeSpan.FromSeconds(1),
            configureServices: services => services.AddHealthChecks().AddRoktEventApi());
        var health = host.Services.GetRequiredService<HealthCheckService>();
        await host.Outbox.EnqueueAsync(OutboxHost.Conversion("1"), Cancellation);

        await OutboxHost.UntilAsync(async () => (await health.CheckHealthAsync(Cancellation)).Status == HealthStatus.Degraded, "it is degraded");
        await host.UntilPendingAsync(0);

        Assert.Equal(HealthStatus.Healthy, (await health.CheckHealthAsync(Cancellation)).Status);
    }

    [Fact]
    public async Task Nothing_ambient_of_the_caller_leaves_with_a_delivery()
    {
        await using var store = new EmbeddedStore();
        await using EventApiSandbox sandbox = await EventApiSandbox.StartAsync(cancellationToken: Cancellation);
        await using OutboxHost host = await OutboxHost.StartAsync(store, sandbox.BaseAddress);
        using Activity caller = new Activity("checkout").AddBaggage("user.email", "john.doe@example.com").Start();
        caller.TraceStateString = "vendor=john.doe";

        await host.Outbox.EnqueueAsync(OutboxHost.Conversion("1"), Cancellation);
        await host.UntilPendingAsync(0);

        ReceivedRequest request = Assert.Single(sandbox.Requests);
        Assert.DoesNotContain(request.Headers, header => header.Key.ToUpperInvariant() is "BAGGAGE" or "TRACESTATE" or "CORRELATION-CONTEXT");
    }
}
