using System.Net;
using Rokt.EventApi.Outbox.Storage;
using Rokt.EventApi.Outbox.Tests.Leasing;

namespace Rokt.EventApi.Outbox.Tests.Delivery;

/// <summary>What is deleted and aged in the background.</summary>
public sealed class HousekeepingTests
{
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongStep = TimeSpan.FromMinutes(5);

    [Fact]
    public async Task What_was_dead_lettered_is_deleted_after_its_retention_and_not_before()
    {
        await using var outbox = new VirtualOutbox(options => options.DeadLetterRetention = TimeSpan.FromHours(1));
        outbox.Api.Always(HttpStatusCode.BadRequest);
        await outbox.StartAsync();
        await outbox.EnqueueAsync("order-1");
        await outbox.UntilAsync(() => outbox.Store.Rows is [{ IsDeadLettered: true }], "it is rejected");

        await outbox.PassAsync(TimeSpan.FromMinutes(59), Step);
        Assert.Single(outbox.Store.Rows);

        await outbox.UntilAsync(() => outbox.Store.Rows.Count == 0, "it is deleted", TimeSpan.FromMinutes(2), Step);
    }

    [Fact]
    public async Task What_is_scheduled_is_sent_after_its_time_and_not_before_and_does_not_count_as_waiting()
    {
        await using var outbox = new VirtualOutbox(options => options.MaxAge = TimeSpan.FromHours(1));
        await outbox.StartAsync();
        DateTimeOffset notBefore = outbox.Time.GetUtcNow().AddMinutes(10);
        await outbox.Outbox.EnqueueAsync(VirtualOutbox.Conversion("order-1"), new EnqueueOptions { NotBefore = notBefore }, TestContext.Current.CancellationToken);

        await outbox.PassAsync(TimeSpan.FromMinutes(9), Step);
        Assert.Empty(outbox.Api.Bodies);
        Assert.Equal((0, null), ((await outbox.StatusAsync()).Pending, (await outbox.StatusAsync()).OldestPending));

        await outbox.UntilAsync(() => outbox.Store.Rows.Count == 0, "it is delivered", TimeSpan.FromHours(1), Step);
        Assert.True(outbox.Time.GetUtcNow() >= notBefore);
        Assert.Single(outbox.Api.Bodies);
    }

    [Fact]
    public async Task Conversions_of_an_account_that_nobody_delivers_are_counted_logged_once_and_age_and_are_deleted()
    {
        // What the account itself has set is not known: neither is shorter than by default.
        await using var outbox = new VirtualOutbox(options => (options.MaxAge, options.DeadLetterRetention) = (TimeSpan.FromMinutes(30), TimeSpan.Zero));
        outbox.Store.Others.Add(new StoredAccount("renamed", 7));
        outbox.Store.AddTo("renamed", outbox.Time.GetUtcNow().ToUnixTimeMilliseconds());
        outbox.Store.AddTo("renamed", outbox.Time.GetUtcNow().ToUnixTimeMilliseconds());
        await outbox.StartAsync();

        await outbox.PassAsync(TimeSpan.FromMinutes(10), Step);
        Assert.Equal(2, (await outbox.StatusAsync()).Unregistered);
        Assert.Equal(1, outbox.Logged("OutboxUnregisteredAccounts"));
        Assert.Contains(outbox.Logger.Collector.GetSnapshot(), record => record.Message.Contains("\"renamed\"", StringComparison.Ordinal));

        await outbox.PassAsync(TimeSpan.FromHours(71.5), LongStep);
        Assert.DoesNotContain(outbox.Store.Rows, row => row.IsDeadLettered);
        await outbox.UntilAsync(() => outbox.Store.Rows.All(row => row.IsDeadLettered), "they are too old", TimeSpan.FromHours(1), LongStep);
        Assert.All(outbox.Store.Rows, row => Assert.Equal("too old", row.Reason));
        await outbox.PassAsync(TimeSpan.FromMinutes(1), Step);
        Assert.Equal(0, (await outbox.StatusAsync()).Unregistered);
        await outbox.PassAsync(TimeSpan.FromDays(29.9), TimeSpan.FromHours(1));
        Assert.Equal(2, outbox.Store.Rows.Count);
        await outbox.UntilAsync(() => outbox.Store.Rows.Count == 0, "they are deleted", TimeSpan.FromHours(4), LongStep);
        Assert.Empty(outbox.Api.Bodies);
    }

    [Fact]
    public async Task Conversions_of_an_account_whose_lease_is_renewed_elsewhere_are_left_alone()
    {
        await using var outbox = new VirtualOutbox(options => options.MaxAge = TimeSpan.FromMinutes(5));
        outbox.Store.AddTo("elsewhere", outbox.Time.GetUtcNow().ToUnixTimeMilliseconds());
        outbox.Store.Others.Add(new StoredAccount("elsewhere", 0));
        await outbox.StartAsync();
        for (int beat = 1; beat < 80; beat++)
        {
            outbox.Store.Others[0] = new StoredAccount("elsewhere", beat);
            await outbox.PassAsync(Step, Step);
        }

        Assert.False(Assert.Single(outbox.Store.Rows).IsDeadLettered);
        Assert.Equal((0, 0), ((await outbox.StatusAsync()).Unregistered, outbox.Logged("OutboxUnregisteredAccounts")));
    }

    [Fact]
    public async Task An_instance_that_only_stores_reports_them_and_deletes_nothing()
    {
        var store = new MemoryOutboxStore(isShared: true) { LeaseStore = new MemoryLeaseStore() };
        await using var outbox = new VirtualOutbox(options => (options.Deliver, options.MaxAge) = (false, TimeSpan.FromMinutes(5)), store: store);
        store.Others.Add(new StoredAccount("renamed", null));
        store.AddTo("renamed", outbox.Time.GetUtcNow().ToUnixTimeMilliseconds());
        await outbox.StartAsync();

        await outbox.PassAsync(TimeSpan.FromMinutes(10), Step);

        Assert.Equal(1, (await outbox.StatusAsync()).Unregistered);
        Assert.False(Assert.Single(store.Rows).IsDeadLettered);
    }
}
