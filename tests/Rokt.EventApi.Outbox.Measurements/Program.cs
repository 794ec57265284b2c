// Measures an outbox on this machine: dotnet run -c Release --project tests/Rokt.EventApi.Outbox.Measurements [connection
// string of an empty PostgreSQL database]. Without one, it measures the embedded store.
using Microsoft.EntityFrameworkCore;
using Rokt.EventApi.Outbox.Measurements;
using Rokt.EventApi.Sandbox;

string? connection = args.FirstOrDefault();
string store = connection ?? Subject.FilePath;
await using var server = await AcceptingServer.StartAsync();
if (connection is not null)
{
    await using var context = new ShopDbContext(new DbContextOptionsBuilder<ShopDbContext>().UseNpgsql(connection).Options);
    await context.Database.EnsureCreatedAsync();
}

Console.WriteLine(connection is null ? "Embedded store" : "PostgreSQL");
await using (var subject = await Subject.StartAsync(connection, server.Address, delivers: false))
{
    Console.WriteLine($"- enqueue, 200 a second from 8 writers: {await EnqueueMeasurement.PacedAsync(subject.Outbox, perSecond: 200, seconds: 20)}");
    Console.WriteLine($"- enqueue, 8 writers without a pause: {await EnqueueMeasurement.SaturatedAsync(subject.Outbox, writers: 8, seconds: 10)}");
    if (connection is not null)
    {
        Console.WriteLine($"- order alone, and with its conversion: {await EnqueueMeasurement.OrdersAsync(subject.Services, orders: 2000)}");
    }

    Console.WriteLine($"- reading 100 rows: {await ReadMeasurement.RunAsync(subject.Rows, store)}");
    if (connection is not null)
    {
        Console.WriteLine($"- reading 100 rows beside an old transaction, 100,000 deleted: {await ReadMeasurement.RunBesideAnOldTransactionAsync(subject.Rows, store)}");
        Backlogs.Fill(store, 100_000);
    }
}

long before = server.Accepted;
await using (var subject = await Subject.StartAsync(connection, server.Address, delivers: true))
{
    Console.WriteLine($"- drain without a limit: {await DrainMeasurement.RunAsync(subject.Outbox, server, before)}");
}

Backlogs.Empty(store);
Backlogs.Fill(store, 20_000);
await using EventApiSandbox sandbox = await EventApiSandbox.StartAsync(new EventApiSandboxOptions { ApiKey = "key", ApiSecret = "secret", BatchesPerSecond = 270, MaxRequestsKept = 20_000 });
await using (var subject = await Subject.StartAsync(connection, sandbox.BaseAddress, delivers: true, batchesPerSecond: 270))
{
    Console.WriteLine($"- drain at the limit: {await DrainMeasurement.AtTheLimitAsync(subject.Outbox, sandbox, seconds: 30)}");
}
