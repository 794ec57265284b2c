using Microsoft.Data.Sqlite;
using Rokt.EventApi.Outbox.Tests.Delivery;
using Rokt.EventApi.Sandbox;

namespace Rokt.EventApi.Outbox.Tests.Stores;

/// <summary>SQLite keeps anything in any column: a row that is damaged stops nothing.</summary>
public sealed class DamagedRowTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("version = 5000000000", true)]
    [InlineData("version = 'x'", true)]
    [InlineData("failures = 5000000000", true)]
    [InlineData("failures = x''", true)]
    [InlineData("payload = 'text'", true)]
    [InlineData("payload = 17", true)]
    [InlineData("created = 'yesterday'", true)]
    [InlineData("created = 9223372036854775807", false)]
    [InlineData("created = 1e300", false)]
    [InlineData("due = 9223372036854775807", false)]
    [InlineData("due = 'never'", true)]
    [InlineData("updated = 'never'", false)]
    [InlineData("id = 'x'", false)]
    [InlineData("id = x'00'", false)]
    public async Task A_damaged_row_is_dead_lettered_or_delivered_and_the_others_flow(string damage, bool isDeadLettered)
    {
        await using var store = new EmbeddedStore();
        await using (OutboxHost down = await OutboxHost.StartAsync(store, new Uri("http://127.0.0.1:9")))
        {
            await down.Outbox.EnqueueAsync(OutboxHost.Conversion("damaged"), Cancellation);
        }

        await using (var connection = new SqliteConnection($"Data Source={store.FilePath};Pooling=False"))
        {
            await connection.OpenAsync(Cancellation);
            await using SqliteCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // The tests' own text.
            command.CommandText = $"UPDATE rokt_outbox SET {damage}";
#pragma warning restore CA2100
            Assert.Equal(1, await command.ExecuteNonQueryAsync(Cancellation));
        }

        await using EventApiSandbox sandbox = await EventApiSandbox.StartAsync(cancellationToken: Cancellation);
        await using OutboxHost host = await OutboxHost.StartAsync(store, sandbox.BaseAddress);
        for (int i = 0; i < 5; i++)
        {
            await host.Outbox.EnqueueAsync(OutboxHost.Conversion($"order-{i}"), Cancellation);
        }

        await host.UntilPendingAsync(0);
        Assert.Equal(isDeadLettered ? 5 : 6, sandbox.Requests.Count);
        Assert.Equal(isDeadLettered ? 1 : 0, (await host.Outbox.GetStatusAsync(Cancellation)).DeadLettered);
    }
}
