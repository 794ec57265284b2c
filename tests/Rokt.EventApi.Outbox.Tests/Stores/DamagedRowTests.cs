using Rokt.EventApi.Outbox.Relational;
using Rokt.EventApi.Outbox.Tests.Delivery;
using Rokt.EventApi.Sandbox;

namespace Rokt.EventApi.Outbox.Tests.Stores;

/// <summary>SQLite keeps anything in any column: a row that is damaged stops nothing.</summary>
public sealed class DamagedRowTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    // Whether it is dead-lettered; it is delivered if not.
    private static readonly Dictionary<string, bool> Damages = new()
    {
        ["version = 5000000000"] = true,
        ["version = 'x'"] = true,
        ["failures = 5000000000"] = true,
        ["failures = x''"] = true,
        ["payload = 'text'"] = true,
        ["payload = 17"] = true,
        ["created = 'yesterday'"] = true,
        ["created = 9223372036854775807"] = false,
        ["created = 1e300"] = false,
        ["due = 9223372036854775807"] = false,
        ["due = 'never'"] = true,
        ["updated = 'never'"] = false,
        ["id = 'x'"] = false,
        ["id = x'00'"] = false,
    };

    public static MatrixTheoryData<string, string> Cases => new(["file", "EF Core", "ADO.NET"], Damages.Keys);

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task A_damaged_row_is_dead_lettered_or_delivered_and_the_others_flow(string kind, string damage)
    {
        await using TestStore store = kind switch
        {
            "file" => new EmbeddedStore(),
            "EF Core" => ContextStore.OnSqlite(),
            _ => DataSourceStore.OnSqlite(),
        };
        await store.InitializeAsync();
        await using (OutboxHost down = await OutboxHost.StartAsync(store, new Uri("http://127.0.0.1:9")))
        {
            await down.Outbox.EnqueueAsync(OutboxHost.Conversion("damaged"), Cancellation);
        }

        OutboxDatabase database = store.NewDatabase();
        using (database as IDisposable)
        {
            Assert.Equal(1, await database.UseAsync(
                OutboxAccess.Change, (session, cancellation) => session.ExecuteAsync($"UPDATE rokt_outbox SET {damage}", [], cancellation), Cancellation));
        }

        await using EventApiSandbox sandbox = await EventApiSandbox.StartAsync(cancellationToken: Cancellation);
        await using OutboxHost host = await OutboxHost.StartAsync(store, sandbox.BaseAddress);
        for (int i = 0; i < 5; i++)
        {
            await host.Outbox.EnqueueAsync(OutboxHost.Conversion($"order-{i}"), Cancellation);
        }

        await host.UntilPendingAsync(0);
        Assert.Equal(Damages[damage] ? 5 : 6, sandbox.Requests.Count);
        Assert.Equal(Damages[damage] ? 1 : 0, (await host.Outbox.GetStatusAsync(Cancellation)).DeadLettered);
    }
}
