using System.Data.Common;
using System.Diagnostics;
using Rokt.EventApi.Outbox.FaultTests;
using Rokt.EventApi.Outbox.Tests.Stores;

namespace Rokt.EventApi.Outbox.Measurements;

/// <summary>What it costs the file that what is deleted is overwritten.</summary>
internal static class SecureDeleteMeasurement
{
    // As many as are recorded together.
    private const int AtOnce = 16;

    public static async Task RunAsync(PostgresServer postgres, MariaDbServer mariaDb, Effort effort, Report report)
    {
        int rows = effort.Rows / 10;
        var microseconds = new List<double>();
        foreach (string mode in (string[])["OFF", "FAST", "ON"])
        {
            using FaultStore store = await FaultStore.CreateAsync(StoreKind.EfSqlite, postgres, mariaDb, isPooled: true);
            microseconds.Add(Measure(store, mode, rows));
        }

        report.AddRemark(
            $"Overwriting what is deleted (`secure_delete`) in the file: {microseconds[2]:0} µs per row of {rows:#,0}, {AtOnce} per commit, against {microseconds[1]:0} µs with `FAST`, which leaves traces, and {microseconds[0]:0} µs without.");
    }

    private static double Measure(FaultStore store, string mode, int rows)
    {
        Backlogs.Fill(store, rows);
        using DbConnection connection = store.Open();
        Execute(connection, $"PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = {mode}");
        var stopwatch = Stopwatch.StartNew();
        for (int first = 1; first <= rows; first += AtOnce)
        {
            Execute(
                connection,
                $"DELETE FROM rokt_outbox WHERE id IN ({string.Join(", ", Enumerable.Range(first, AtOnce).Select(number => $"'00000000-0000-4000-8000-{number:X12}'"))})");
        }

        return stopwatch.Elapsed.TotalMicroseconds / rows;
    }

    private static void Execute(DbConnection connection, string sql)
    {
        using DbCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // This program's own text.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }
}
