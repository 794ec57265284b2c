using System.Data.Common;
using System.Diagnostics;
using Rokt.EventApi.Outbox.Storage;

namespace Rokt.EventApi.Outbox.Measurements;

/// <summary>How long reading the next hundred rows takes, however many wait.</summary>
internal static class ReadMeasurement
{
    private const int Few = 1_000;
    private const int Many = 1_000_000;
    private const int Deleted = 100_000;

    public static async Task<string> RunAsync(IOutboxStore rows, string store)
    {
        Backlogs.Empty(store);
        Backlogs.Fill(store, Few);
        double few = await MedianAsync(rows, Position.Start);
        Backlogs.Empty(store);
        Backlogs.Fill(store, Many);
        double many = await MedianAsync(rows, Position.Start);
        return $"{few:0.00} ms with {Few:N0}, {many:0.00} ms with {Many:N0} waiting: a ratio of {many / few:0.00}";
    }

    /// <summary>The same, while an old transaction keeps the database from tidying up after deletions.</summary>
    public static async Task<string> RunBesideAnOldTransactionAsync(IOutboxStore rows, string store)
    {
        await using DbConnection connection = Backlogs.Open(store);
        await using DbTransaction transaction = await connection.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead);
        await using DbCommand command = connection.CreateCommand();
        command.CommandText = "SELECT count(*) FROM rokt_outbox WHERE id < 0";
        await command.ExecuteScalarAsync();
        Backlogs.DeleteFirst(store, Deleted);
        OutboxRow first = (await rows.ReadAsync(Position.Start, long.MaxValue, withAhead: false, 1, CancellationToken.None))[0];
        double behind = await MedianAsync(rows, new Position(first.Due, Guid.Empty));
        double fromStart = await MedianAsync(rows, Position.Start);
        return $"{behind:0.00} ms behind the last position, {fromStart:0.00} ms from the start";
    }

    private static async Task<double> MedianAsync(IOutboxStore rows, Position position)
    {
        var times = new List<double>();
        for (int i = 0; i < 100; i++)
        {
            long started = Stopwatch.GetTimestamp();
            IReadOnlyList<OutboxRow> page = await rows.ReadAsync(position, long.MaxValue, withAhead: false, 100, CancellationToken.None);
            times.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            if (page.Count != 100)
            {
                throw new InvalidOperationException($"There were {page.Count} rows.");
            }
        }

        return times.Order().ElementAt(times.Count / 2);
    }
}
