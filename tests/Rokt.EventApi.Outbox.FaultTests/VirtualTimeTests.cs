using System.Diagnostics;
using Microsoft.Extensions.Time.Testing;
using Rokt.EventApi.Outbox.Tests.Delivery;
using Rokt.EventApi.Outbox.Tests.Stores;

namespace Rokt.EventApi.Outbox.FaultTests;

/// <summary>What takes hours: outages and clocks that jump.</summary>
public sealed class VirtualTimeTests(PostgresServer postgres, MariaDbServer mariaDb, ITestOutputHelper output)
{
    // What the limit allows, and the few that a pause may save up.
    private const int MostInTenSeconds = (10 * 270) + 4;

    // Databases have clocks of their own.
    private readonly FakeTimeProvider _clock = new(DateTimeOffset.UtcNow);

    // A shared store's lease is not trusted through long steps.
    [Theory]
    [InlineData(StoreKind.File, 30)]
    [InlineData(StoreKind.Postgres, 2)]
    public async Task After_a_day_without_the_API_all_that_waited_is_delivered_below_the_limit_and_nothing_is_dead_lettered(StoreKind kind, int stepSeconds)
    {
        const int Before = 50_000;
        const int Minutes = 24 * 60;
        using FaultStore store = await FaultStore.CreateAsync(kind, postgres, mariaDb);
        await using CountingServer server = await CountingServer.StartAsync();
        server.IsDown = true;
        await using LocalApplication application = await LocalApplication.StartAsync(store, server.Address, _clock);
        await application.EnqueueAsync("order", Before);

        // Enqueuing continues.
        for (int minute = 0; minute < Minutes; minute++)
        {
            await application.EnqueueAsync($"minute-{minute}");
            await PassAsync(application, TimeSpan.FromMinutes(1), TimeSpan.FromSeconds(stepSeconds), () => false);
        }

        Assert.Equal((Before + Minutes, 0), (store.CountPending(), store.CountDeadLettered()));
        server.IsDown = false;
        DateTimeOffset back = _clock.GetUtcNow();
        await PassAsync(application, TimeSpan.FromMinutes(30), TimeSpan.FromMilliseconds(14), () => server.Arrived == Before + Minutes);

        output.WriteLine($"{kind}: {server.TurnedAway} requests in a day of outage; {Before + Minutes} delivered {(_clock.GetUtcNow() - back).TotalSeconds:0} s after it, at most {application.MostInTenSeconds} in ten seconds.");
        Assert.Equal((Before + Minutes, 0), (server.Arrived, server.Duplicates));
        Assert.InRange(application.MostInTenSeconds, 1, MostInTenSeconds);
        Assert.Equal(0, store.CountDeadLettered());

        // Fewer than two probes per minute, as long as the outage lasts.
        Assert.InRange(server.TurnedAway, Minutes / 2, 2 * Minutes);
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
    public async Task While_the_API_stalls_for_ten_minutes_with_50000_waiting_enqueuing_takes_no_longer(StoreKind kind)
    {
        const int Waiting = 50_000;
        const int Seconds = 600;
        const int PerSecond = 5;
        using FaultStore store = await FaultStore.CreateAsync(kind, postgres, mariaDb);
        await using CountingServer server = await CountingServer.StartAsync();
        await using LocalApplication application = await LocalApplication.StartAsync(store, server.Address, _clock);
        await application.EnqueueAsync("warm", 100);
        using var lateness = Lateness.Watch();
        TimeSpan without = await EnqueueAsync("without");
        await PassAsync(application, TimeSpan.FromMinutes(5), TimeSpan.FromMilliseconds(14), () => server.Arrived == 100 + (Seconds * PerSecond));

        using var stalled = new CancellationTokenSource();
        server.Interfere = async (context, _) =>
        {
            using var ended = CancellationTokenSource.CreateLinkedTokenSource(stalled.Token, context.RequestAborted);
            await Task.Delay(Timeout.Infinite, ended.Token).ContinueWith(_ => { }, TaskScheduler.Default);
            return !stalled.IsCancellationRequested;
        };
        await application.EnqueueAsync("waiting", Waiting);
        TimeSpan during = await EnqueueAsync("during");
        await stalled.CancelAsync();
        const int All = 100 + (2 * Seconds * PerSecond) + Waiting;
        await PassAsync(application, TimeSpan.FromMinutes(30), TimeSpan.FromMilliseconds(14), () => server.Arrived == All);

        output.WriteLine($"{kind}: {All} stored, {server.Arrived} delivered, {server.Duplicates} repeated, {store.CountDeadLettered()} dead-lettered; at most {application.MostInTenSeconds} in ten seconds; enqueue p99 {without.TotalMilliseconds:0.0} ms without and {during.TotalMilliseconds:0.0} ms during the stall.");
        Assert.Equal((All, 0L), (server.Arrived, store.CountDeadLettered()));
        Assert.InRange(application.MostInTenSeconds, 1, MostInTenSeconds);

        // Other tests run at the same time, and slow single ones.
        Assert.InRange(during, TimeSpan.Zero, lateness.Allow(2 * without));

        // The application's clock stands still while one is enqueued: none waits for the API.
        async Task<TimeSpan> EnqueueAsync(string prefix)
        {
            var times = new List<TimeSpan>();
            for (int second = 0; second < Seconds; second++)
            {
                _clock.Advance(TimeSpan.FromSeconds(1));
                for (int i = 0; i < PerSecond; i++)
                {
                    long at = Stopwatch.GetTimestamp();
                    await application.EnqueueAsync($"{prefix}-{second}-{i}");
                    times.Add(Stopwatch.GetElapsedTime(at));
                }
            }

            return times.Order().ElementAt(times.Count * 99 / 100);
        }
    }

    private async Task JumpAsync(StoreKind kind, TimeSpan jump, bool isDown)
    {
        // A database's clock is the real one, by which what is scheduled there is kept: this test's time does not pass for it.
        int scheduled = kind is StoreKind.File or StoreKind.EfSqlite ? 10 : 0;
        int all = 90 + (3 * scheduled);
        using FaultStore store = await FaultStore.CreateAsync(kind, postgres, mariaDb);
        await using CountingServer server = await CountingServer.StartAsync();
        server.IsDown = isDown;
        var jumping = new JumpingClock(_clock);
        await using LocalApplication application = await LocalApplication.StartAsync(store, server.Address, jumping);
        await application.EnqueueAsync("before", 30);
        await PassAsync(application, TimeSpan.FromSeconds(20), TimeSpan.FromMilliseconds(200), () => server.Arrived == 30);
        await application.ScheduleAsync("scheduled before", scheduled, jumping.GetUtcNow().AddSeconds(2));

        jumping.Jump(jump);
        await application.EnqueueAsync("wrong", 30);
        await application.ScheduleAsync("scheduled wrongly", scheduled, jumping.GetUtcNow().AddSeconds(2));

        // Longer than it takes to believe a clock that stays where it jumped to.
        await PassAsync(application, TimeSpan.FromSeconds(90), TimeSpan.FromMilliseconds(500), () => false);
        await application.ScheduleAsync("scheduled by a clock that is believed", scheduled, jumping.GetUtcNow().AddSeconds(2));
        jumping.Jump(-jump);
        server.IsDown = false;
        DateTimeOffset corrected = _clock.GetUtcNow();
        await application.EnqueueAsync("after", 30);
        await PassAsync(application, TimeSpan.FromMinutes(5), TimeSpan.FromMilliseconds(200), () => server.Arrived == all, realMilliseconds: 20);

        TimeSpan took = _clock.GetUtcNow() - corrected;
        output.WriteLine($"{kind}, {jump.TotalHours:+0;-0} h, API {(isDown ? "down" : "up")}: {all} stored, {server.Arrived} delivered within {took.TotalSeconds:0.0} s of the correction, {server.Duplicates} repeated, {store.CountDeadLettered()} dead-lettered.");
        Assert.Equal((all, 0, 0L), (server.Arrived, server.Duplicates, store.CountDeadLettered()));
        Assert.InRange(took, TimeSpan.Zero, TimeSpan.FromSeconds(60));
    }

    // The application works on threads of the pool; each step of its clock leaves it some real time, and more for what is being sent.
    private async Task PassAsync(LocalApplication application, TimeSpan atMost, TimeSpan step, Func<bool> isOver, int realMilliseconds = 2)
    {
        DateTimeOffset end = _clock.GetUtcNow() + atMost;

        // Long ones are for times in which little happens.
        bool isShort = step < TimeSpan.FromSeconds(1);
        while (!isOver() && _clock.GetUtcNow() < end)
        {
            _clock.Advance(step);
            var real = Stopwatch.StartNew();
            do
            {
                await Task.Delay(1, TestContext.Current.CancellationToken);
            }
            while (real.ElapsedMilliseconds < (application.IsSending || (isShort && ThreadPool.PendingWorkItemCount > 0) ? 20 : realMilliseconds));
        }
    }
}
