// Measures an outbox on every store, and writes the results into docs/delivery.md: dotnet run -c Release --project
// tests/Rokt.EventApi.Outbox.Measurements. It needs PostgreSQL and MariaDB, which it starts, and about ten minutes on a quiet machine.
// With "operations", it measures what operators wait for, with "distance", how much of the limit is used, and writes it to the console only.
// With --quick, it only shows that it works, with few rows, and writes nothing. When a figure misses its aim, it says so last, and ends with 1.
using Rokt.EventApi.Outbox.FaultTests;
using Rokt.EventApi.Outbox.Measurements;
using Rokt.EventApi.Outbox.Tests.Stores;

Effort effort = args.Contains("--quick") ? Effort.Quick : Effort.Full;
var report = new Report();
await using var postgres = new PostgresServer();
await postgres.InitializeAsync();
await using var mariaDb = new MariaDbServer();
if (args.Contains("operations"))
{
    foreach (StoreKind kind in (StoreKind[])[StoreKind.File, StoreKind.Postgres, StoreKind.MariaDb])
    {
        using FaultStore store = await FaultStore.CreateAsync(kind, postgres, mariaDb, isPooled: true);
        await OperationsMeasurement.RunAsync(store, effort, report);
        ColumnMeasurement.Run(store, effort, report);
    }

    return End();
}

if (args.Contains("distance"))
{
    await DistanceMeasurement.RunAsync(postgres, mariaDb, effort, report);
    return End();
}

foreach (StoreKind kind in Enum.GetValues<StoreKind>())
{
    using FaultStore store = await FaultStore.CreateAsync(kind, postgres, mariaDb, isPooled: true);
    await EnqueueMeasurement.RunAsync(store, effort, report);
    await OrderMeasurement.RunAsync(kind, postgres, mariaDb, effort, report);
    await BacklogMeasurement.RunAsync(store, effort, report);
    await DrainMeasurement.RunAsync(store, effort, report);
}

await DistanceMeasurement.RunAsync(postgres, mariaDb, effort, report);
await SecureDeleteMeasurement.RunAsync(postgres, mariaDb, effort, report);
if (effort == Effort.Full)
{
    report.WriteInto("docs/delivery.md");
}

return End();

int End()
{
    Console.WriteLine(report);
    foreach (string figure in report.Missed)
    {
        Console.Error.WriteLine($"Missed: {figure}");
    }

    return report.Missed.Count == 0 ? 0 : 1;
}
