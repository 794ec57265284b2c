using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Rokt.EventApi.Outbox.FaultTests;
using Rokt.EventApi.Outbox.Storage;

namespace Rokt.EventApi.Outbox.Measurements;

/// <summary>How long reading, the status and the health check take, however many wait. It leaves the rows for the drain.</summary>
internal static class BacklogMeasurement
{
    private const int Few = 1000;
    private const int Times = 100;

    public static async Task RunAsync(FaultStore store, Effort effort, Report report)
    {
        await using Subject subject = await Subject.StartAsync((services, configure) => store.Register(services, configure), null);
        Backlogs.Empty(store);
        Backlogs.Fill(store, Few);
        double few = (await MeasureAsync(() => ReadAsync(subject))).Median;
        Backlogs.Empty(store);
        Backlogs.Fill(store, effort.Rows);
        double many = (await MeasureAsync(() => ReadAsync(subject))).Median;
        report.Add(
            store.Kind, $"reading the next 100 with {effort.Rows:#,0} waiting, against {Few:#,0}", "3 times", $"{many / few:0.0} times ({many:0.0} ms)", many / few <= 3);

        // As whoever delivers does now and then.
        await subject.Rows.CountAsync("", CancellationToken.None);
        Percentiles status = await MeasureAsync(() => subject.Outbox.GetStatusAsync());
        report.Add(store.Kind, $"`GetStatusAsync` with {effort.Rows:#,0} waiting", "50 ms", $"{status.Median:0.0} ms, p99 {status.P99:0.0} ms", status.P99 < 50);
        var health = subject.Services.GetRequiredService<HealthCheckService>();
        Percentiles check = await MeasureAsync(() => health.CheckHealthAsync());
        report.Add(store.Kind, $"health check with {effort.Rows:#,0} waiting", "50 ms", $"{check.Median:0.0} ms, p99 {check.P99:0.0} ms", check.P99 < 50);
    }

    private static async Task ReadAsync(Subject subject)
    {
        IReadOnlyList<OutboxRow> page = await subject.Rows.ReadAsync(Position.Start, long.MaxValue, withAhead: false, 100, CancellationToken.None);
        if (page.Count != 100)
        {
            throw new InvalidOperationException($"There were {page.Count} rows.");
        }
    }

    private static async Task<Percentiles> MeasureAsync(Func<Task> work)
    {
        var times = new List<double>();
        for (int i = -10; i < Times; i++)
        {
            long started = Stopwatch.GetTimestamp();
            await work();
            if (i >= 0)
            {
                times.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            }
        }

        return new Percentiles(times);
    }
}
