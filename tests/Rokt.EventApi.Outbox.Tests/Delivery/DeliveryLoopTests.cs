using System.Net;
using Microsoft.Extensions.Time.Testing;
using Rokt.EventApi.Outbox.Storage;
using Rokt.EventApi.Outbox.Tests.Leasing;

namespace Rokt.EventApi.Outbox.Tests.Delivery;

/// <summary>Who delivers, when, and what happens when something fails, on a clock of the test's.</summary>
public sealed class DeliveryLoopTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_enqueued_wakes_the_dispatcher_at_once()
    {
        await using var outbox = new VirtualOutbox();
        await outbox.StartAsync();
        await outbox.PassAsync(TimeSpan.FromMinutes(1), TimeSpan.FromSeconds(1));

        await outbox.EnqueueAsync("order-1");

        // The clock stands still: no polling finds it.
        await outbox.UntilAsync(() => outbox.Api.Bodies.Count == 1, "it is sent", atMost: TimeSpan.Zero, step: TimeSpan.Zero);
    }

    [Fact]
    public async Task What_another_instance_stores_is_found_within_a_second_or_so()
    {
        await using var outbox = new VirtualOutbox();
        await outbox.StartAsync();
        await outbox.PassAsync(TimeSpan.FromMinutes(1), TimeSpan.FromSeconds(1));
        await outbox.StoreElsewhereAsync("order-1");

        TimeSpan took = await outbox.UntilAsync(() => outbox.Api.Bodies.Count == 1, "it is sent");

        Assert.InRange(took, TimeSpan.Zero, TimeSpan.FromSeconds(2));
    }

    [Fact]
    public async Task A_dispatcher_that_was_disposed_of_before_it_started_does_nothing()
    {
        await using var outbox = new VirtualOutbox();
        await outbox.EnqueueAsync("order-1");
        outbox.Runtime.Dispose();

        await outbox.StartAsync();
        await outbox.PassAsync(TimeSpan.FromSeconds(5));

        Assert.Equal(["Add"], outbox.Store.Done);
    }

    [Fact]
    public async Task What_waits_for_its_turn_when_delivery_is_paused_is_sent_once_it_is_resumed_and_not_before()
    {
        await using var outbox = new VirtualOutbox(options => options.MaxConcurrency = 1);
        var response = new TaskCompletionSource<HttpResponseMessage>();
        outbox.Api.Respond = (_, _) => response.Task;
        await outbox.EnqueueAsync("order-1");
        await outbox.EnqueueAsync("order-2");
        await outbox.StartAsync();
        await outbox.UntilAsync(() => outbox.Api.Bodies.Count == 1, "the first is in flight");
        await outbox.PassAsync(TimeSpan.FromSeconds(2));

        await outbox.Management.PauseAsync(Cancellation);
        using HttpResponseMessage accepted = StubApi.Status(HttpStatusCode.Accepted);
        response.SetResult(accepted);
        await outbox.UntilAsync(() => outbox.Store.Rows.Count == 1, "the first is delivered");
        await outbox.PassAsync(TimeSpan.FromSeconds(10));
        Assert.Single(outbox.Api.Bodies);

        outbox.Api.Always(HttpStatusCode.Accepted);
        await outbox.Management.ResumeAsync(Cancellation);
        await outbox.UntilAsync(() => outbox.Store.Rows.Count == 0, "the second is delivered", TimeSpan.FromSeconds(2));
        Assert.Equal(2, outbox.Api.Bodies.Count);
    }

    [Fact]
    public async Task What_waits_in_the_client_when_delivery_is_paused_is_not_sent_and_stays_as_it_was()
    {
        PausingClient? client = null;
        await using var outbox = new VirtualOutbox(client: inner => client = new PausingClient(inner));
        client!.Management = outbox.Management;
        await outbox.EnqueueAsync("order-1");

        await outbox.StartAsync();
        await outbox.UntilAsync(() => client.Sends == 1, "it is about to be sent");
        await outbox.PassAsync(TimeSpan.FromSeconds(10));

        Assert.Empty(outbox.Api.Bodies);
        Assert.DoesNotContain("Postpone", outbox.Store.Done);
        await outbox.Management.ResumeAsync(Cancellation);
        await outbox.UntilAsync(() => outbox.Store.Rows.Count == 0, "it is delivered", TimeSpan.FromSeconds(2));
        Assert.Single(outbox.Api.Bodies);
    }

    [Theory]
    [InlineData("Read", "reading what is due")]
    [InlineData("Delete", "recording what became of conversions")]
    [InlineData("Postpone", "recording what became of conversions", HttpStatusCode.ServiceUnavailable)]
    [InlineData("MoveToDeadLetter", "recording what became of conversions", HttpStatusCode.BadRequest)]
    [InlineData("Release", "counting and purging")]
    [InlineData("Count", "counting and purging")]
    public async Task A_store_that_fails_is_retried_at_increasing_intervals_and_logged_once_as_is_its_recovery(
        string operation, string said, HttpStatusCode response = HttpStatusCode.Accepted)
    {
        await using var outbox = new VirtualOutbox();
        outbox.Api.Always(response);
        int failures = 0;
        await outbox.StartAsync();
        await outbox.PassAsync(TimeSpan.FromSeconds(1));
        outbox.Store.Fault = name =>
        {
            // Where nothing waits, it ends all the same.
            if (name == operation && Interlocked.Increment(ref failures) < 10_000)
            {
                throw new MissingMethodException("Something unexpected.");
            }
        };
        await outbox.StoreElsewhereAsync("order-1");
        await outbox.PassAsync(TimeSpan.FromMinutes(5), TimeSpan.FromSeconds(0.5));

        Assert.InRange(failures, 2, 5 * 60 / 2);
        Assert.Equal((1, 0), (outbox.Logged("OutboxOperationFailed"), outbox.Logged("OutboxOperationRecovered")));
        Assert.Contains(outbox.Logger.Collector.GetSnapshot(), record => record.Message.Contains(said, StringComparison.Ordinal));

        // What was sent is not sent again before the store knows what became of it.
        Assert.Equal(operation == "Read" ? 0 : 1, outbox.Api.Bodies.Count);
        outbox.Api.Always(HttpStatusCode.Accepted);
        outbox.Store.Fault = null;
        await outbox.UntilAsync(() => outbox.Store.Rows.All(row => row.IsDeadLettered) && outbox.Logged("OutboxOperationRecovered") == 1, "it recovers");
        Assert.Equal(operation == "Postpone" ? 2 : 1, outbox.Api.Bodies.Count);
        Assert.Equal(operation == "MoveToDeadLetter" ? 1 : 0, outbox.Store.Rows.Count);
    }

    [Fact]
    public async Task A_client_that_throws_is_asked_at_increasing_intervals_and_logged_once_as_is_its_recovery()
    {
        ThrowingClient client = null!;
        await using var outbox = new VirtualOutbox(client: inner => client = new ThrowingClient(inner));
        await outbox.StartAsync();
        client.Throws = 10_000;
        await outbox.EnqueueAsync("order-1");

        await outbox.PassAsync(TimeSpan.FromMinutes(1), TimeSpan.FromSeconds(0.5));
        int duringTheFirstMinute = client.Sends;
        await outbox.PassAsync(TimeSpan.FromMinutes(4), TimeSpan.FromSeconds(0.5));

        // Half of 1, 2, 4 and 5 seconds at least, 5 at most.
        Assert.InRange(duringTheFirstMinute, 60 / 6, (60 / 2.5) + 4);
        Assert.InRange(client.Sends, 300 / 6, (300 / 2.5) + 4);
        Assert.Equal((1, 0), (outbox.Logged("OutboxOperationFailed"), outbox.Logged("OutboxOperationRecovered")));
        client.Throws = 0;
        await outbox.UntilAsync(() => outbox.Store.Rows.Count == 0 && outbox.Logged("OutboxOperationRecovered") == 1, "it is delivered");
        Assert.Single(outbox.Api.Bodies);
    }

    [Fact]
    public async Task A_handler_of_the_application_that_throws_is_an_outage_and_logged_once()
    {
        await using var outbox = new VirtualOutbox();
        await outbox.StartAsync();
        outbox.Api.Always(new MissingMethodException("Something unexpected."));
        for (int i = 0; i < 20; i++)
        {
            await outbox.EnqueueAsync($"order-{i}");
        }

        await outbox.PassAsync(TimeSpan.FromMinutes(5), TimeSpan.FromSeconds(1));
        Assert.InRange(outbox.Api.Bodies.Count, 2, 50);
        Assert.Equal(1, outbox.Logged("OutboxUnavailable"));
        outbox.Api.Always(HttpStatusCode.Accepted);

        await outbox.UntilAsync(() => outbox.Store.Rows.Count == 0, "all is delivered");
    }

    [Fact]
    public async Task A_page_in_the_APIs_place_is_an_outage_that_costs_no_conversion()
    {
        await using var outbox = new VirtualOutbox();
        await outbox.StartAsync();
        outbox.Api.Respond = static (_, _) => Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent("<html>Sign in</html>") });
        for (int i = 0; i < 5; i++)
        {
            await outbox.EnqueueAsync($"order-{i}");
        }

        await outbox.PassAsync(TimeSpan.FromMinutes(5), TimeSpan.FromSeconds(1));
        Assert.Equal(5, outbox.Store.Rows.Count);
        Assert.Equal(1, outbox.Logged("OutboxUnavailable"));
        outbox.Api.Always(HttpStatusCode.Accepted);

        await outbox.UntilAsync(() => outbox.Store.Rows.Count == 0, "all is delivered");
        Assert.Empty(await outbox.Management.GetDeadLettersAsync(cancellationToken: Cancellation));
    }

    [Fact]
    public async Task A_user_without_the_right_to_delete_sends_nothing_and_the_failure_is_logged()
    {
        await using var outbox = new VirtualOutbox(store: new MemoryOutboxStore(isShared: true));
        outbox.Store.Fault = name =>
        {
            if (name == "Delete")
            {
                throw new OutboxException("Permission denied.");
            }
        };
        await outbox.EnqueueAsync("order-1");
        await outbox.StartAsync();
        await outbox.PassAsync(TimeSpan.FromMinutes(2), TimeSpan.FromSeconds(1));

        Assert.Empty(outbox.Api.Bodies);
        Assert.Equal(1, outbox.Logged("OutboxOperationFailed"));
        Assert.False((await outbox.StatusAsync()).HasDispatcher);
        outbox.Store.Fault = null;
        await outbox.UntilAsync(() => outbox.Store.Rows.Count == 0, "it is delivered when the right is granted");
    }

    [Fact]
    public async Task At_shutdown_the_lease_is_released()
    {
        await using var outbox = new VirtualOutbox(store: new MemoryOutboxStore(isShared: true));
        await outbox.StartAsync();
        await outbox.UntilAsync(() => outbox.Store.LeaseStore.Row.Owner is not null, "it takes the lease");

        await outbox.Runtime.Dispatcher.StopAsync(Cancellation);

        Assert.Null(outbox.Store.LeaseStore.Row.Owner);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(HttpStatusCode.Unauthorized)]
    public async Task A_holder_that_cannot_deliver_releases_the_lease_after_a_minute_and_a_healthy_one_delivers(HttpStatusCode? refused)
    {
        var lease = new MemoryLeaseStore();
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
        var store = new MemoryOutboxStore(isShared: true) { LeaseStore = lease };
        await using var sick = new VirtualOutbox(store: store, time: time);
        await using var healthy = new VirtualOutbox(store: store, time: time);
        if (refused is { } statusCode)
        {
            // Its secret is old.
            sick.Api.Always(statusCode);
        }
        else
        {
            sick.Api.Always(new HttpRequestException(HttpRequestError.ConnectionError));
        }

        await sick.StartAsync();
        await sick.UntilAsync(() => lease.Row.Owner is not null, "the sick one takes the lease");
        await healthy.StartAsync();
        for (int i = 0; i < 5; i++)
        {
            await sick.EnqueueAsync($"order-{i}");
        }

        TimeSpan took = await sick.UntilAsync(() => store.Rows.Count == 0, "the healthy one delivers", TimeSpan.FromMinutes(3), TimeSpan.FromSeconds(0.5));

        Assert.InRange(took, TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(75 + 61));
        Assert.Equal(5, healthy.Api.Bodies.Count);
        Assert.Empty(await healthy.Management.GetDeadLettersAsync(cancellationToken: Cancellation));
        await sick.PassAsync(TimeSpan.FromMinutes(3), TimeSpan.FromSeconds(1));
        await sick.EnqueueAsync("order-5");
        await sick.UntilAsync(() => healthy.Api.Bodies.Count == 6, "it stays with the healthy one");
    }

    [Fact]
    public async Task Refused_credentials_of_one_instance_are_reported_by_every_instance_and_cost_the_lease()
    {
        var lease = new MemoryLeaseStore();
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
        var store = new MemoryOutboxStore(isShared: true) { LeaseStore = lease };
        await using var sick = new VirtualOutbox(store: store, time: time);
        await using var storing = new VirtualOutbox(options => options.Deliver = false, store: store, time: time);
        sick.Api.Always(HttpStatusCode.Unauthorized);
        await sick.StartAsync();
        await storing.StartAsync();
        await storing.EnqueueAsync("order-1");

        await sick.UntilAsync(() => Status(storing) is { State: OutboxState.CredentialsRefused, IsPaused: true, HasDispatcher: true }, "the other one reports it", TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(0.5));
        await sick.UntilAsync(() => sick.Logged("OutboxLeaseYielded") == 1, "it releases the lease", TimeSpan.FromMinutes(2), TimeSpan.FromSeconds(0.5));
        Assert.Null(lease.Row.Owner);
        Assert.Equal(OutboxState.CredentialsRefused, Status(storing).State);
        Assert.Empty(storing.Api.Bodies);
    }

    [Fact]
    public async Task A_single_instance_in_an_outage_takes_the_lease_back_and_probes_at_intervals_that_grow()
    {
        await using var outbox = new VirtualOutbox(store: new MemoryOutboxStore(isShared: true));
        outbox.Api.Always(HttpStatusCode.ServiceUnavailable);
        await outbox.StartAsync();
        for (int i = 0; i < 20; i++)
        {
            await outbox.EnqueueAsync($"order-{i}");
        }

        await outbox.PassAsync(TimeSpan.FromMinutes(20), TimeSpan.FromSeconds(1));
        Assert.InRange(outbox.Api.Bodies.Count, 16 + 10, 16 + 45);
        Assert.Equal(OutboxState.Unavailable, (await outbox.StatusAsync()).State);
        Assert.True((await outbox.StatusAsync()).HasDispatcher);
        outbox.Api.Always(HttpStatusCode.Accepted);

        await outbox.UntilAsync(() => outbox.Store.Rows.Count == 0, "all is delivered", TimeSpan.FromMinutes(3), TimeSpan.FromSeconds(0.5));
        Assert.DoesNotContain(outbox.Store.Rows, row => row.IsDeadLettered);
    }

    [Fact]
    public async Task Whoever_takes_over_in_an_outage_begins_with_a_single_probe()
    {
        var lease = new MemoryLeaseStore { Row = new LeaseRow(null, 7, OutboxState.Unavailable) };
        await using var outbox = new VirtualOutbox(store: new MemoryOutboxStore(isShared: true) { LeaseStore = lease });
        var responding = new TaskCompletionSource();
        outbox.Api.Respond = async (_, _) =>
        {
            await responding.Task;
            return StubApi.Status(HttpStatusCode.Accepted);
        };
        for (int i = 0; i < 20; i++)
        {
            await outbox.EnqueueAsync($"order-{i}");
        }

        await outbox.StartAsync();
        await outbox.UntilAsync(() => outbox.Api.Bodies.Count > 0, "it probes");
        await outbox.PassAsync(TimeSpan.FromSeconds(1));
        Assert.Single(outbox.Api.Bodies);
        responding.SetResult();

        await outbox.UntilAsync(() => outbox.Store.Rows.Count == 0, "all is delivered");
    }

    [Fact]
    public async Task A_pause_holds_for_all_instances_and_across_restarts_until_it_is_resumed()
    {
        var lease = new MemoryLeaseStore();
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
        var store = new MemoryOutboxStore(isShared: true) { LeaseStore = lease };
        await using (var first = new VirtualOutbox(store: store, time: time))
        {
            await using var other = new VirtualOutbox(options => options.Deliver = false, store: store, time: time);
            await first.StartAsync();
            await other.StartAsync();
            await first.UntilAsync(() => lease.Row.Owner is not null, "it takes the lease");

            await other.Management.PauseAsync(Cancellation);
            Assert.Equal(OutboxState.Paused, (await other.StatusAsync()).State);
            await first.UntilAsync(() => Status(first).State == OutboxState.Paused, "it knows", TimeSpan.FromSeconds(6));
            await first.EnqueueAsync("order-1");
            await first.PassAsync(TimeSpan.FromMinutes(1), TimeSpan.FromSeconds(1));
            Assert.Empty(first.Api.Bodies);
            Assert.True(Status(first) is { IsPaused: true, HasDispatcher: true, Pending: 1 });
        }

        await using var second = new VirtualOutbox(store: store, time: time);
        await second.StartAsync();
        await second.PassAsync(TimeSpan.FromMinutes(1), TimeSpan.FromSeconds(1));
        Assert.Empty(second.Api.Bodies);

        await second.Management.ResumeAsync(Cancellation);
        await second.UntilAsync(() => store.Rows.Count == 0, "it is delivered", TimeSpan.FromSeconds(1));
        Assert.Equal(OutboxState.Delivering, Status(second).State);
    }

    [Fact]
    public async Task An_instance_that_only_stores_sends_nothing_and_says_that_nobody_delivers()
    {
        await using var outbox = new VirtualOutbox(options => options.Deliver = false);
        await outbox.StartAsync();
        await outbox.EnqueueAsync("order-1");
        await outbox.PassAsync(TimeSpan.FromMinutes(2), TimeSpan.FromSeconds(1));

        Assert.Empty(outbox.Api.Bodies);
        Assert.Equal((1, false), ((await outbox.StatusAsync()).Pending, (await outbox.StatusAsync()).HasDispatcher));
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public async Task A_drain_delivers_all_without_a_background_loop_and_releases_the_lease(bool isShared, bool withHost)
    {
        await using var outbox = new VirtualOutbox(options => options.Deliver = false, store: new MemoryOutboxStore(isShared: isShared));
        if (withHost)
        {
            await outbox.StartAsync();
        }

        for (int i = 0; i < 100; i++)
        {
            await outbox.EnqueueAsync($"order-{i}");
        }

        OutboxStatus left = await DrainAsync(outbox, TimeSpan.FromSeconds(30));

        Assert.Equal((0, 100), (left.Pending, outbox.Api.Bodies.Distinct().Count()));
        Assert.Equal(100, outbox.Api.Bodies.Count);
        Assert.Null(outbox.Store.LeaseStore.Row.Owner);
        await outbox.EnqueueAsync("later");
        Assert.Equal(0, (await DrainAsync(outbox, TimeSpan.FromSeconds(30))).Pending);
    }

    [Fact]
    public async Task A_drain_ends_with_its_budget_and_reports_what_is_left()
    {
        await using var outbox = new VirtualOutbox(options => options.Deliver = false);
        outbox.Api.Always(HttpStatusCode.ServiceUnavailable);
        await outbox.EnqueueAsync("order-1");
        await outbox.EnqueueAsync("order-2");
        DateTimeOffset start = outbox.Time.GetUtcNow();

        OutboxStatus left = await DrainAsync(outbox, TimeSpan.FromSeconds(20));

        Assert.Equal(2, left.Pending);
        Assert.InRange(outbox.Time.GetUtcNow() - start, TimeSpan.FromSeconds(18), TimeSpan.FromSeconds(21));
    }

    [Fact]
    public async Task A_drain_abandons_what_does_not_end_within_its_budget()
    {
        await using var outbox = new VirtualOutbox(options => options.Deliver = false);
        outbox.Api.Respond = async (_, cancellationToken) =>
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
            return null!;
        };
        await outbox.EnqueueAsync("order-1");
        DateTimeOffset start = outbox.Time.GetUtcNow();

        OutboxStatus left = await DrainAsync(outbox, TimeSpan.FromSeconds(4));

        Assert.Equal(1, left.Pending);
        Assert.InRange(outbox.Time.GetUtcNow() - start, TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task A_drain_in_a_host_that_delivers_waits_for_it_and_sends_nothing_twice()
    {
        await using var outbox = new VirtualOutbox();
        await outbox.StartAsync();
        for (int i = 0; i < 50; i++)
        {
            await outbox.EnqueueAsync($"order-{i}");
        }

        OutboxStatus left = await DrainAsync(outbox, TimeSpan.FromSeconds(30));

        Assert.Equal((0, 50), (left.Pending, outbox.Api.Bodies.Count));
    }

    [Fact]
    public async Task A_drain_returns_at_once_while_delivery_is_paused()
    {
        await using var outbox = new VirtualOutbox(options => options.Deliver = false);
        await outbox.Management.PauseAsync(Cancellation);
        await outbox.EnqueueAsync("order-1");

        OutboxStatus left = await outbox.Management.DrainAsync(TimeSpan.FromSeconds(30), Cancellation);

        Assert.Equal((1, OutboxState.Paused), (left.Pending, left.State));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(86_401)]
    public async Task A_budget_is_above_zero_and_at_most_a_day(int seconds)
    {
        await using var outbox = new VirtualOutbox();

        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => outbox.Management.DrainAsync(TimeSpan.FromSeconds(seconds), Cancellation));
    }

    [Theory]
    [InlineData(100)]
    [InlineData(200)]
    [InlineData(500)]
    public async Task With_a_server_far_away_at_least_97_percent_of_the_limit_are_sent_and_never_more_than_it(int milliseconds)
    {
        const int Conversions = 2700;
        await using var outbox = new VirtualOutbox(rate: 270);
        var arrivals = new System.Collections.Concurrent.ConcurrentQueue<DateTimeOffset>();
        outbox.Api.Respond = async (_, cancellationToken) =>
        {
            arrivals.Enqueue(outbox.Time.GetUtcNow());
            await Task.Delay(TimeSpan.FromMilliseconds(milliseconds), outbox.Time, cancellationToken);
            return StubApi.Status(HttpStatusCode.Accepted);
        };
        for (int i = 0; i < Conversions; i++)
        {
            await outbox.EnqueueAsync($"order-{i}");
        }

        await outbox.StartAsync();
        await outbox.UntilAsync(() => outbox.Store.Rows.Count == 0, "all is delivered", TimeSpan.FromMinutes(2), TimeSpan.FromMilliseconds(5));

        // Without the first seconds, in which it learns how far away the server is, and the last.
        DateTimeOffset[] times = [.. arrivals];
        DateTimeOffset from = times[0].AddSeconds(3);
        double perSecond = times.Count(time => time >= from && time < from.AddSeconds(6)) / 6.0;
        Assert.InRange(perSecond, 0.97 * 270, 270);

        // The clock may be ahead of a thread that waits for a processor: PaceTests hold the single second to the limit itself.
        Assert.InRange(MostWithin(1), 1, 270 + new EventApiRateLimitOptions().Burst);
        Assert.InRange(MostWithin(5), 1, 5 * 270);
        Assert.Equal(Conversions, outbox.Api.Bodies.Count);

        int MostWithin(int seconds) => times.Max(first => times.Count(time => time >= first && time < first.AddSeconds(seconds)));
    }

    private static OutboxStatus Status(VirtualOutbox outbox) => outbox.StatusAsync().GetAwaiter().GetResult();

    private static async Task<OutboxStatus> DrainAsync(VirtualOutbox outbox, TimeSpan budget)
    {
        Task<OutboxStatus> draining = outbox.Management.DrainAsync(budget, Cancellation);
        await outbox.UntilAsync(() => draining.IsCompleted, "it ends", budget + TimeSpan.FromSeconds(10));
        return await draining;
    }
}
