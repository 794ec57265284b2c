using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Rokt.EventApi.Outbox.Measurements;

/// <summary>How long storing takes.</summary>
internal static class EnqueueMeasurement
{
    public static ConversionEvent Conversion(string? reference = null) => ConversionEvent.CreateBuilder()
        .WithEmail("john.doe@example.com").WithFirstName("John").WithLastName("Doe").WithIpAddress("172.3.51.182")
        .WithConversionType("purchase").WithAmount(100.00m, "USD").WithQuantity(1).WithConfirmationRef(reference ?? Guid.NewGuid().ToString("N")).Build();

    public static async Task<string> PacedAsync(IOutbox outbox, int perSecond, int seconds)
    {
        const int Writers = 8;
        await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => outbox.EnqueueAsync(Conversion())));
        var times = new ConcurrentBag<double>();
        var stopwatch = Stopwatch.StartNew();
        int number = 0;
        await Task.WhenAll(Enumerable.Range(0, Writers).Select(_ => Task.Run(async () =>
        {
            int mine;
            while ((mine = Interlocked.Increment(ref number)) <= perSecond * seconds)
            {
                TimeSpan wait = TimeSpan.FromSeconds((double)mine / perSecond) - stopwatch.Elapsed;
                if (wait > TimeSpan.Zero)
                {
                    await Task.Delay(wait);
                }

                times.Add(await TimeAsync(outbox));
            }
        })));
        return Percentiles(times);
    }

    public static async Task<string> SaturatedAsync(IOutbox outbox, int writers, int seconds)
    {
        var times = new ConcurrentBag<double>();
        var stopwatch = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, writers).Select(_ => Task.Run(async () =>
        {
            while (stopwatch.Elapsed < TimeSpan.FromSeconds(seconds))
            {
                times.Add(await TimeAsync(outbox));
            }
        })));
        return $"{times.Count / stopwatch.Elapsed.TotalSeconds:0}/s, {Percentiles(times)}";
    }

    public static async Task<string> OrdersAsync(IServiceProvider services, int orders)
    {
        var alone = new List<double>();
        var together = new List<double>();
        for (int i = 0; i < orders; i++)
        {
            await using AsyncServiceScope scope = services.CreateAsyncScope();
            var shop = scope.ServiceProvider.GetRequiredService<ShopDbContext>();
            var stopwatch = Stopwatch.StartNew();
            shop.Orders.Add(new Order { Number = $"order-{i}", Total = 100m });
            if (i % 2 == 1)
            {
                shop.AddConversion(Conversion());
            }

            await shop.SaveChangesAsync();
            (i % 2 == 1 ? together : alone).Add(stopwatch.Elapsed.TotalMilliseconds);
        }

        double first = Percentile(alone, 0.5);
        double second = Percentile(together, 0.5);
        return $"p50 {first:0.00} ms and {second:0.00} ms, a ratio of {second / first:0.00}";
    }

    private static async Task<double> TimeAsync(IOutbox outbox)
    {
        ConversionEvent conversion = Conversion();
        long started = Stopwatch.GetTimestamp();
        await outbox.EnqueueAsync(conversion);
        return Stopwatch.GetElapsedTime(started).TotalMilliseconds;
    }

    private static string Percentiles(IEnumerable<double> times)
    {
        double[] all = [.. times];
        return $"p50 {Percentile(all, 0.5):0.00} ms, p99 {Percentile(all, 0.99):0.00} ms, max {all.Max():0.0} ms";
    }

    private static double Percentile(IEnumerable<double> times, double share)
    {
        double[] ordered = [.. times.Order()];
        return ordered[(int)(share * (ordered.Length - 1))];
    }
}
