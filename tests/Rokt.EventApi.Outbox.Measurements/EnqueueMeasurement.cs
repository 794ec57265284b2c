using System.Collections.Concurrent;
using System.Diagnostics;
using Rokt.EventApi.Outbox.FaultTests;

namespace Rokt.EventApi.Outbox.Measurements;

/// <summary>How long storing takes.</summary>
internal static class EnqueueMeasurement
{
    private const int Writers = 8;

    public static ConversionEvent Conversion(string? reference = null) => ConversionEvent.CreateBuilder()
        .WithEmail("john.doe@example.com").WithFirstName("John").WithLastName("Doe").WithIpAddress("172.3.51.182")
        .WithConversionType("purchase").WithAmount(100.00m, "USD").WithQuantity(1).WithConfirmationRef(reference ?? Guid.NewGuid().ToString("N")).Build();

    public static async Task RunAsync(FaultStore store, Effort effort, Report report)
    {
        await using Subject subject = await Subject.StartAsync((services, configure) => store.Register(services, configure), null);
        Percentiles paced = await PacedAsync(subject.Outbox, effort.Seconds);
        report.Add(
            store.Kind, $"enqueue, 200 per second from {Writers} writers", "file: p50 < 1 ms, p99 < 5 ms", $"p50 {paced.Median:0.0} ms, p99 {paced.P99:0.0} ms",
            store.Kind != StoreKind.File || (paced.Median < 1 && paced.P99 < 5));
        (double perSecond, Percentiles times) = await SaturatedAsync(subject.Outbox, effort.Seconds);
        report.Add(
            store.Kind, $"enqueue, {Writers} writers without a pause", "file: 5,000 per second, p99 < 10 ms, longest < 50 ms",
            $"{perSecond:#,0} per second, p99 {times.P99:0.0} ms, longest {times.Longest:0} ms",
            store.Kind != StoreKind.File || (perSecond >= 5000 && times.P99 < 10 && times.Longest < 50));
    }

    /// <summary>Enqueues 200 per second.</summary>
    public static async Task<Percentiles> PacedAsync(IOutbox outbox, int seconds)
    {
        const int PerSecond = 200;
        for (int i = 0; i < 200; i++)
        {
            await outbox.EnqueueAsync(Conversion());
        }

        var times = new ConcurrentBag<double>();
        var stopwatch = Stopwatch.StartNew();
        int number = 0;
        await Task.WhenAll(Enumerable.Range(0, Writers).Select(_ => Task.Run(async () =>
        {
            int mine;
            while ((mine = Interlocked.Increment(ref number)) <= PerSecond * seconds)
            {
                TimeSpan wait = TimeSpan.FromSeconds((double)mine / PerSecond) - stopwatch.Elapsed;
                await (wait > TimeSpan.Zero ? Task.Delay(wait) : Task.CompletedTask);
                times.Add(await TimeAsync(outbox));
            }
        })));
        return new Percentiles(times);
    }

    private static async Task<(double PerSecond, Percentiles Times)> SaturatedAsync(IOutbox outbox, int seconds)
    {
        var times = new ConcurrentBag<double>();
        var stopwatch = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, Writers).Select(_ => Task.Run(async () =>
        {
            while (stopwatch.Elapsed < TimeSpan.FromSeconds(seconds))
            {
                times.Add(await TimeAsync(outbox));
            }
        })));
        return (times.Count / stopwatch.Elapsed.TotalSeconds, new Percentiles(times));
    }

    private static async Task<double> TimeAsync(IOutbox outbox)
    {
        ConversionEvent conversion = Conversion();
        long started = Stopwatch.GetTimestamp();
        await outbox.EnqueueAsync(conversion);
        return Stopwatch.GetElapsedTime(started).TotalMilliseconds;
    }
}
