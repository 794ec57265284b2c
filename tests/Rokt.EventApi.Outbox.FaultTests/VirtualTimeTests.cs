using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;
using Rokt.EventApi.Outbox.Tests.Delivery;
using Rokt.EventApi.Outbox.Tests.Stores;

namespace Rokt.EventApi.Outbox.FaultTests;

/// <summary>What takes hours: outages and clocks that jump.</summary>
public sealed class VirtualTimeTests(PostgresServer postgres, MariaDbServer mariaDb, ITestOutputHelper output)
{
    // Databases have clocks of their own.
    private readonly FakeTimeProvider _clock = new(DateTimeOffset.UtcNow);

    // The file alone: the steps of half a minute are longer than a shared store's lease is trusted.
    [Theory]
    [InlineData(StoreKind.File)]
    public async Task After_a_day_without_the_API_all_that_waited_is_delivered_below_the_limit_and_nothing_is_dead_lettered(StoreKind kind)
    {
        const int Conversions = 50_000;
        using FaultStore store = await FaultStore.CreateAsync(kind, postgres);
        await using CountingServer server = await CountingServer.StartAsync();
        bool isDown = true;
        int during = 0;
        server.Interfere = (context, _) =>
        {
            if (isDown)
            {
                Interlocked.Increment(ref during);
                context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
                return Task.FromResult(true);
            }

            return Task.FromResult(false);
        };
        await using VirtualApplication application = await VirtualApplication.StartAsync(store, server.Address, _clock);
        await application.EnqueueAsync("order", Conversions);

        await PassAsync(application, TimeSpan.FromDays(1), TimeSpan.FromSeconds(30), () => false);
        OutboxStatus status = await application.Outbox.GetStatusAsync(TestContext.Current.CancellationToken);
        Assert.Equal((Conversions, 0), (status.Pending, status.DeadLettered));
        isDown = false;
        DateTimeOffset back = _clock.GetUtcNow();
        await PassAsync(application, TimeSpan.FromMinutes(30), TimeSpan.FromMilliseconds(10), () => server.Arrived == Conversions);

        output.WriteLine($"{kind}: {during} requests in a day of outage; {Conversions} delivered {(_clock.GetUtcNow() - back).TotalSeconds:0} s after it, at most {application.MostPerSecond} in a second.");
        Assert.Equal((Conversions, 0), (server.Arrived, server.Duplicates));
        Assert.InRange(application.MostPerSecond, 1, 270);
        Assert.Equal(0, store.CountDead());

        // A probe a minute, as long as the outage lasts.
        Assert.InRange(during, 60, (24 * 60) + 100);
    }

    [Theory]
    [MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task A_clock_that_jumps_forward_or_back_by_an_hour_or_four_days_delays_nothing_beyond_60_seconds_and_costs_nothing(StoreKind kind)
    {
        foreach (double hours in (double[])[1, -1, 96, -96])
        {
            foreach (bool isDown in (bool[])[false, true])
            {
                await JumpAsync(kind, TimeSpan.FromHours(hours), isDown);
            }
        }
    }

    [Theory]
    [InlineData(StoreKind.File)]
    [InlineData(StoreKind.Postgres)]
    public async Task While_the_API_stalls_for_ten_minutes_enqueuing_waits_for_nothing(StoreKind kind)
    {
        using FaultStore store = await FaultStore.CreateAsync(kind, postgres);
        await using CountingServer server = await CountingServer.StartAsync();
        var stalled = new CancellationTokenSource();
        server.Interfere = async (context, _) =>
        {
            using var ended = CancellationTokenSource.CreateLinkedTokenSource(stalled.Token, context.RequestAborted);
            await Task.Delay(Timeout.Infinite, ended.Token).ContinueWith(_ => { }, TaskScheduler.Default);
            return !stalled.IsCancellationRequested;
        };
        await using VirtualApplication application = await VirtualApplication.StartAsync(store, server.Address, _clock);
        await application.EnqueueAsync("first", 100);
        for (int second = 0; second < 600; second++)
        {
            _clock.Advance(TimeSpan.FromSeconds(1));
            for (int i = 0; i < 5; i++)
            {
                // The application's clock stands still meanwhile: nothing here waits for the API.
                await application.EnqueueAsync($"order-{second}-{i}");
            }
        }

        await stalled.CancelAsync();
        await PassAsync(application, TimeSpan.FromMinutes(30), TimeSpan.FromMilliseconds(50), () => server.Arrived == 3100);

        output.WriteLine($"{kind}: 3100 stored, {server.Arrived} delivered, {server.Duplicates} repeated, {store.CountDead()} dead-lettered.");
        Assert.Equal((3100, 0L), (server.Arrived, store.CountDead()));
    }

    private async Task JumpAsync(StoreKind kind, TimeSpan jump, bool isDown)
    {
        using FaultStore store = await FaultStore.CreateAsync(kind, postgres, mariaDb);
        await using CountingServer server = await CountingServer.StartAsync();
        bool fails = isDown;
        server.Interfere = (context, _) =>
        {
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            return Task.FromResult(Volatile.Read(ref fails));
        };
        var jumping = new JumpingClock(_clock);
        await using VirtualApplication application = await VirtualApplication.StartAsync(
            store, server.Address, jumping, options => options.MaxBackoff = TimeSpan.FromSeconds(45));
        await application.EnqueueAsync("before", 30);
        await PassAsync(application, TimeSpan.FromSeconds(20), TimeSpan.FromMilliseconds(200), () => server.Arrived == 30);

        jumping.Jump(jump);
        await application.EnqueueAsync("wrong", 30);

        // Longer than it takes to believe a clock that stays where it jumped to.
        await PassAsync(application, TimeSpan.FromSeconds(90), TimeSpan.FromMilliseconds(500), () => false);
        jumping.Jump(-jump);
        Volatile.Write(ref fails, false);
        DateTimeOffset corrected = _clock.GetUtcNow();
        await application.EnqueueAsync("after", 30);
        await PassAsync(application, TimeSpan.FromMinutes(5), TimeSpan.FromMilliseconds(200), () => server.Arrived == 90);

        TimeSpan took = _clock.GetUtcNow() - corrected;
        output.WriteLine($"{kind}, {jump.TotalHours:+0;-0} h, API {(isDown ? "down" : "up")}: 90 stored, {server.Arrived} delivered within {took.TotalSeconds:0.0} s of the correction, {server.Duplicates} repeated, {store.CountDead()} dead-lettered.");
        Assert.Equal((90, 0, 0L), (server.Arrived, server.Duplicates, store.CountDead()));
        Assert.InRange(took, TimeSpan.Zero, TimeSpan.FromSeconds(60));
    }

    // The application works on threads of the pool; each step of its clock leaves it some real time, and more for what is being sent.
    private async Task PassAsync(VirtualApplication application, TimeSpan atMost, TimeSpan step, Func<bool> isOver)
    {
        DateTimeOffset end = _clock.GetUtcNow() + atMost;
        while (!isOver() && _clock.GetUtcNow() < end)
        {
            _clock.Advance(step);
            var real = Stopwatch.StartNew();
            while (real.ElapsedMilliseconds < (application.IsSending ? 20 : 2))
            {
                await Task.Yield();
            }
        }
    }
}
