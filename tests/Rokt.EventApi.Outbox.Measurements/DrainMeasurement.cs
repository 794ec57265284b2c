using System.Diagnostics;
using Rokt.EventApi.Outbox.FaultTests;

namespace Rokt.EventApi.Outbox.Measurements;

/// <summary>How fast what waits is delivered without a limit, in how much memory, and how long enqueuing takes meanwhile.</summary>
internal static class DrainMeasurement
{
    public static async Task RunAsync(FaultStore store, Effort effort, Report report)
    {
        await using AcceptingServer server = await AcceptingServer.StartAsync();
        await using (Subject subject = await Subject.StartAsync((services, configure) => store.Register(services, configure), server.Address))
        {
            while (server.Accepted < 1000)
            {
                await Task.Delay(10);
            }

            double memory = MegabytesInUse();
            (long accepted, var stopwatch) = (server.Accepted, Stopwatch.StartNew());
            await Task.Delay(TimeSpan.FromSeconds(effort.Seconds));
            double perSecond = (server.Accepted - accepted) / stopwatch.Elapsed.TotalSeconds;
            report.Add(
                store.Kind, $"delivering without a limit, {effort.Rows:#,0} waiting", "2,000 per second",
                $"{perSecond:#,0} per second; {memory:0.0} MB in use at first, {MegabytesInUse():0.0} MB after {server.Accepted:#,0}",
                perSecond >= 2000);
            Percentiles enqueued = await EnqueueMeasurement.PacedAsync(subject.Outbox, effort.Seconds);
            report.Add(store.Kind, "enqueue meanwhile, 200 per second", "p99 < 10 ms", $"p50 {enqueued.Median:0.0} ms, p99 {enqueued.P99:0.0} ms", enqueued.P99 < 10);
        }

        Backlogs.Empty(store);
    }

    private static double MegabytesInUse() => GC.GetTotalMemory(forceFullCollection: true) / (1024.0 * 1024);
}
