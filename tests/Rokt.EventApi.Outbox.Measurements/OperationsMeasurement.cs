using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Rokt.EventApi.Outbox.FaultTests;
using Rokt.EventApi.Outbox.Storage;

namespace Rokt.EventApi.Outbox.Measurements;

/// <summary>How long an operator waits: for an order among a million rows, and for 100,000 dead letters.</summary>
internal static class OperationsMeasurement
{
    private const int DeadLetters = 100_000;
    private const int Times = 3;

    public static async Task RunAsync(FaultStore store, Effort effort, Report report)
    {
        await using Subject subject = await Subject.StartAsync(
            (services, configure) => store.Register(services, options =>
            {
                configure(options);
                options.CustomerKey = new byte[32];
            }),
            null);
        var management = subject.Services.GetRequiredService<IOutboxManagement>();
        int letters = Math.Min(DeadLetters, effort.Rows);
        Backlogs.Fill(store, letters);
        var requeued = new List<double>();
        for (int i = 0; i < Times; i++)
        {
            Backlogs.Change(store, "UPDATE rokt_outbox SET state = 1, reason = 'rejected 400'");
            requeued.Add(await TimeAsync(async () => Expect(letters, await management.RequeueAllAsync("rejected 400"))));
        }

        report.Add(store.Kind, $"requeue {letters:#,0} dead letters", "5 s, on SQLite 10 s", Seconds(requeued), requeued.Max() < Longest(store.Kind));
        Backlogs.Change(store, "UPDATE rokt_outbox SET state = 1, reason = 'rejected 400'");
        double discarded = await TimeAsync(async () => Expect(letters, await management.DiscardAllAsync("rejected 400")));
        report.Add(store.Kind, $"discard {letters:#,0} dead letters", "5 s, on SQLite 10 s", Seconds([discarded]), discarded < Longest(store.Kind));

        Backlogs.Fill(store, effort.Rows);
        var found = new List<double>();
        for (int i = 0; i < 300; i++)
        {
            int number = 1 + (i * 7919 % effort.Rows);
            found.Add(await TimeAsync(async () => Expect(1, (await management.FindAsync($"order-{number}")).Count)));
        }

        report.Add(store.Kind, $"find by confirmation reference among {effort.Rows:#,0}", "5 ms", Milliseconds(found), new Percentiles(found).P99 < 5);
        var erased = new List<double>();
        for (int i = 0; i < Times; i++)
        {
            erased.Add(await TimeAsync(async () => Expect(0, await management.EraseCustomerAsync(new OutboxCustomer { Email = "nobody@example.com" }))));
        }

        report.Add(store.Kind, $"search a customer to erase among {effort.Rows:#,0}", "", Seconds(erased), isReached: true);

        // All of them scheduled when they are stored: what is due is none.
        Backlogs.Empty(store);
        Backlogs.Fill(store, effort.Rows, DateTimeOffset.UtcNow.AddDays(2));
        long now = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        var read = new List<double>();
        var released = new List<double>();
        for (int i = 0; i < 100; i++)
        {
            read.Add(await TimeAsync(async () => Expect(0, (await subject.Rows.ReadAsync(Position.Start, now, withAhead: true, 200, CancellationToken.None)).Count)));
            released.Add(await TimeAsync(async () => Expect(0, await subject.Rows.ReleaseAsync("", now, 500, CancellationToken.None))));
        }

        report.Add(store.Kind, $"look for what is due, and for what has come due, with {effort.Rows:#,0} scheduled", "", $"{Milliseconds(read)}; {Milliseconds(released)}", isReached: true);
        Backlogs.Empty(store);
    }

    // In milliseconds.
    private static double Longest(StoreKind kind) => kind is StoreKind.File or StoreKind.EfSqlite ? 10_000 : 5_000;

    private static async Task<double> TimeAsync(Func<Task> work)
    {
        long started = Stopwatch.GetTimestamp();
        await work();
        return Stopwatch.GetElapsedTime(started).TotalMilliseconds;
    }

    private static string Milliseconds(IReadOnlyCollection<double> times)
    {
        var percentiles = new Percentiles(times);
        return $"p50 {percentiles.Median:0.00} ms, p99 {percentiles.P99:0.00} ms";
    }

    private static string Seconds(IReadOnlyCollection<double> times) => $"{times.Max() / 1000:0.00} s at most";

    private static void Expect(int expected, int actual)
    {
        if (expected != actual)
        {
            throw new InvalidOperationException($"There were {actual} in place of {expected}.");
        }
    }
}
