using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;
using Rokt.EventApi.Outbox.Tests.Delivery;

namespace Rokt.EventApi.Outbox.FaultTests;

/// <summary>What takes hours: outages and clocks that jump.</summary>
public sealed class VirtualTimeTests(ITestOutputHelper output)
{
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));

    [Fact]
    public async Task After_a_day_without_the_API_all_that_waited_is_delivered_below_the_limit_and_nothing_died()
    {
        const int Conversions = 50_000;
        using FaultStore store = FaultStore.Embedded();
        await using CountingServer server = await CountingServer.StartAsync();
        bool isDown = true;
        int during = 0;
        var perSecond = new ConcurrentDictionary<long, int>();
        server.Interfere = (context, _) =>
        {
            if (isDown)
            {
                Interlocked.Increment(ref during);
                context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
                return Task.FromResult(true);
            }

            perSecond.AddOrUpdate(_clock.GetUtcNow().ToUnixTimeSeconds(), 1, (_, count) => count + 1);
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

        output.WriteLine($"{during} requests in a day of outage; {Conversions} delivered {(_clock.GetUtcNow() - back).TotalSeconds:0} s after it, at most {perSecond.Values.Max()} in a second.");
        Assert.Equal((Conversions, 0), (server.Arrived, server.Duplicates));
        Assert.InRange(perSecond.Values.Max(), 1, 270);
        Assert.Equal(0, store.CountDead());

        // A probe a minute, as long as the outage lasts.
        Assert.InRange(during, 60, (24 * 60) + 100);
    }

    [Fact]
    public async Task A_clock_that_jumps_an_hour_forward_and_back_loses_and_repeats_nothing()
    {
        using FaultStore store = FaultStore.Embedded();
        await using CountingServer server = await CountingServer.StartAsync();
        var jumping = new JumpingClock(_clock);
        await using VirtualApplication application = await VirtualApplication.StartAsync(store, server.Address, jumping);
        await application.EnqueueAsync("before", 100);
        await PassAsync(application, TimeSpan.FromMinutes(1), TimeSpan.FromMilliseconds(50), () => server.Arrived == 100);

        jumping.Jump(TimeSpan.FromHours(1));
        await application.EnqueueAsync("ahead", 100);
        jumping.Jump(TimeSpan.FromHours(-1));
        await application.EnqueueAsync("after", 100);
        DateTimeOffset back = _clock.GetUtcNow();
        await PassAsync(application, TimeSpan.FromMinutes(1), TimeSpan.FromMilliseconds(50), () => server.Arrived == 300);

        output.WriteLine($"All delivered {(_clock.GetUtcNow() - back).TotalSeconds:0.0} s after the clock was set back.");
        Assert.Equal((300, 0, 0L), (server.Arrived, server.Duplicates, store.CountDead()));
    }

    [Fact]
    public async Task While_the_API_stalls_for_ten_minutes_enqueuing_takes_as_long_as_ever()
    {
        using FaultStore store = FaultStore.Embedded();
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

        // Ten minutes of the application's clock; enqueuing is measured with the real one.
        var times = new List<double>();
        for (int second = 0; second < 600; second++)
        {
            _clock.Advance(TimeSpan.FromSeconds(1));
            for (int i = 0; i < 5; i++)
            {
                long started = Stopwatch.GetTimestamp();
                await application.EnqueueAsync($"order-{second}-{i}");
                times.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            }
        }

        await stalled.CancelAsync();
        await PassAsync(application, TimeSpan.FromMinutes(30), TimeSpan.FromMilliseconds(50), () => server.Arrived == 3100);
        times.Sort();

        output.WriteLine($"Enqueuing took {times[times.Count / 2]:0.00} ms at the median, {times[times.Count * 99 / 100]:0.0} ms at p99.");
        Assert.InRange(times[times.Count * 99 / 100], 0, 50);
        Assert.Equal((3100, 0L), (server.Arrived, store.CountDead()));
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
