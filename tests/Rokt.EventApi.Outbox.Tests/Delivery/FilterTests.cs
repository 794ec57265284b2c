using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Rokt.EventApi.Outbox.Tests.Stores;
using Rokt.EventApi.Sandbox;

namespace Rokt.EventApi.Outbox.Tests.Delivery;

/// <summary><see cref="EventApiOptions.BeforeSend"/> and <see cref="EventApiOptions.Enabled"/>, through the outbox.</summary>
public sealed class FilterTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task BeforeSend_runs_once_before_a_conversion_is_stored_however_often_it_is_sent()
    {
        int calls = 0;
        await using var store = new EmbeddedStore();
        await using EventApiSandbox sandbox = await EventApiSandbox.StartAsync(cancellationToken: Cancellation);
        sandbox.Arm(SandboxFault.Status(503, times: 2));
        await using OutboxHost host = await OutboxHost.StartAsync(store, sandbox.BaseAddress, configureClient: options => options.BeforeSend = _ =>
        {
            Interlocked.Increment(ref calls);
            return OutboxHost.Conversion("redacted");
        });

        await host.Outbox.EnqueueAsync(OutboxHost.Conversion("original"), Cancellation);
        int callsWhenStored = calls;
        await host.UntilPendingAsync(0);

        Assert.Equal((1, 1), (callsWhenStored, calls));
        Assert.All(await sandbox.WaitForRequestsAsync(3, Cancellation), request =>
        {
            Assert.Contains("\"redacted\"", request.BodyText, StringComparison.Ordinal);
            Assert.DoesNotContain("\"original\"", request.BodyText, StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task What_BeforeSend_drops_is_not_stored_and_is_reported()
    {
        await using var store = new EmbeddedStore();
        await using EventApiSandbox sandbox = await EventApiSandbox.StartAsync(cancellationToken: Cancellation);
        await using OutboxHost host = await OutboxHost.StartAsync(
            store, sandbox.BaseAddress, configureClient: options => options.BeforeSend = conversion => conversion.ConfirmationRef == "drop" ? null : conversion);

        await host.Outbox.EnqueueAsync(OutboxHost.Conversion("drop"), Cancellation);
        await host.Outbox.EnqueueAsync(OutboxHost.Conversion("keep"), Cancellation);
        await host.UntilPendingAsync(0);

        Assert.Contains("\"keep\"", Assert.Single(sandbox.Requests).BodyText, StringComparison.Ordinal);
        Assert.Single(host.Log.GetSnapshot(), record => record.Id.Name == "Dropped");
    }

    [Fact]
    public async Task When_BeforeSend_throws_nothing_is_stored_and_nothing_of_its_message_is_disclosed()
    {
        await using var store = new EmbeddedStore();
        await using EventApiSandbox sandbox = await EventApiSandbox.StartAsync(cancellationToken: Cancellation);
        await using OutboxHost host = await OutboxHost.StartAsync(
            store, sandbox.BaseAddress, configureClient: options => options.BeforeSend = _ => throw new TimeoutException("SENTINEL"));

        var exception = await Assert.ThrowsAsync<OutboxException>(() => host.Outbox.EnqueueAsync(OutboxHost.Conversion("1"), Cancellation));

        Assert.Contains("BeforeSend threw System.TimeoutException", exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("SENTINEL", exception.ToString() + string.Concat(host.Log.GetSnapshot().Select(record => record.ToString())), StringComparison.Ordinal);
        Assert.Equal(0, (await host.Outbox.GetStatusAsync(Cancellation)).Pending);
    }

    [Fact]
    public async Task What_BeforeSend_drops_is_not_added_to_the_shops_context()
    {
        await using var store = ContextStore.OnSqlite();
        await using EventApiSandbox sandbox = await EventApiSandbox.StartAsync(cancellationToken: Cancellation);
        await using OutboxHost host = await OutboxHost.StartAsync(store, sandbox.BaseAddress, configureClient: options => options.BeforeSend = _ => null);
        await using AsyncServiceScope scope = host.Services.CreateAsyncScope();
        var shop = scope.ServiceProvider.GetRequiredService<ShopDbContext>();

        shop.AddConversion(OutboxHost.Conversion("1"));

        Assert.False(shop.ChangeTracker.HasChanges());
    }

    [Fact]
    public async Task A_disabled_client_stores_nothing_and_leaves_what_is_stored()
    {
        await using var store = new EmbeddedStore();
        await using EventApiSandbox sandbox = await EventApiSandbox.StartAsync(cancellationToken: Cancellation);
        sandbox.Arm(SandboxFault.Status(503, times: 1000));
        await using (OutboxHost enabled = await OutboxHost.StartAsync(store, sandbox.BaseAddress))
        {
            await enabled.Outbox.EnqueueAsync(OutboxHost.Conversion("stored"), Cancellation);
            await sandbox.WaitForRequestsAsync(1, Cancellation);
        }

        sandbox.Clear();
        await using (OutboxHost disabled = await OutboxHost.StartAsync(store, sandbox.BaseAddress, configureClient: options => options.Enabled = false))
        {
            await disabled.Outbox.EnqueueAsync(OutboxHost.Conversion("not stored"), Cancellation);

            Assert.Equal(1, (await disabled.Outbox.GetStatusAsync(Cancellation)).Pending);
            Assert.Empty(sandbox.Requests);
            Assert.Equal("Disabled", Assert.Single(disabled.Log.GetSnapshot(), record => record.Level >= Microsoft.Extensions.Logging.LogLevel.Warning).Id.Name);
        }

        await using OutboxHost again = await OutboxHost.StartAsync(store, sandbox.BaseAddress);
        await again.UntilPendingAsync(0);
        Assert.Contains("\"stored\"", Assert.Single(sandbox.Requests).BodyText, StringComparison.Ordinal);
    }
}
