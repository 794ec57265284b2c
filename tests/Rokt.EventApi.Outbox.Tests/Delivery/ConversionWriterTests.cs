using System.Runtime.CompilerServices;
using Rokt.EventApi.Outbox.Tests.Stores;
using Rokt.EventApi.Sandbox;

namespace Rokt.EventApi.Outbox.Tests.Delivery;

/// <summary>What the outbox takes, by the rules of the client.</summary>
public sealed class ConversionWriterTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_event_that_no_builder_made_is_refused_and_not_stored(bool sendEventTime)
    {
        await using var store = new EmbeddedStore();
        await using EventApiSandbox sandbox = await EventApiSandbox.StartAsync(cancellationToken: Cancellation);
        await using OutboxHost host = await OutboxHost.StartAsync(store, sandbox.BaseAddress, options => options.SendEventTime = sendEventTime);
        var unbuilt = (ConversionEvent)RuntimeHelpers.GetUninitializedObject(typeof(ConversionEvent));

        var exception = await Assert.ThrowsAsync<OutboxException>(() => host.Outbox.EnqueueAsync(unbuilt, Cancellation));

        Assert.Contains("ConversionEvent.CreateBuilder()", exception.Message, StringComparison.Ordinal);
        Assert.Equal(0, (await host.Outbox.GetStatusAsync(Cancellation)).Pending);
    }

    [Fact]
    public async Task Events_more_than_a_day_ahead_are_delivered_and_warned_of_once()
    {
        await using var store = new EmbeddedStore();
        await using EventApiSandbox sandbox = await EventApiSandbox.StartAsync(cancellationToken: Cancellation);
        await using OutboxHost host = await OutboxHost.StartAsync(store, sandbox.BaseAddress);
        ConversionEvent ahead = OutboxHost.Conversion("ahead").ToBuilder().WithEventTime(DateTimeOffset.UtcNow.AddDays(2)).Build();

        await host.Outbox.EnqueueAsync(ahead, Cancellation);
        await host.Outbox.EnqueueAsync(ahead, Cancellation);
        await host.UntilPendingAsync(0);

        Assert.Equal(2, sandbox.Requests.Count);
        Assert.Single(host.Log.GetSnapshot(), record => record.Id.Name == "Mistimed");
    }
}
