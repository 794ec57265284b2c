using Rokt.EventApi.Outbox.Relational;
using Rokt.EventApi.Outbox.Tests.Delivery;
using Rokt.EventApi.Sandbox;

namespace Rokt.EventApi.Outbox.Tests.Stores;

/// <summary>SQLite keeps anything in any column: a row that is damaged stops nothing.</summary>
public sealed class DamagedRowTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    // What becomes of it: with 5 others it is delivered, dead-lettered, or waits under an account that is not there.
    private static readonly Dictionary<string, (int Delivered, int DeadLettered)> Damages = new()
    {
        ["version = 5000000000"] = (5, 1),
        ["version = 'x'"] = (5, 1),
        ["failures = 5000000000"] = (5, 1),
        ["failures = x''"] = (5, 1),
        ["payload = 'text'"] = (5, 1),
        ["payload = 17"] = (5, 1),
        ["created = 'yesterday'"] = (5, 1),
        ["created = 9223372036854775807"] = (6, 0),
        ["created = 1e300"] = (6, 0),
        ["due = 9223372036854775807"] = (6, 0),
        ["due = 'never'"] = (5, 1),
        ["updated = 'never'"] = (6, 0),
        ["id = 'x'"] = (6, 0),
        ["id = x'00'"] = (6, 0),
        ["id = lower(id)"] = (6, 0),
        ["id = x'00112233445566778899aabbccddeeff'"] = (6, 0),
        ["state = 'x'"] = (5, 1),
        ["state = 99"] = (5, 1),
        ["state = -1"] = (5, 1),
        ["account = x'61'"] = (5, 0),
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
        (int delivered, int deadLettered) = Damages[damage];
        await OutboxHost.UntilAsync(async () => (await host.Outbox.GetStatusAsync(Cancellation)).DeadLettered == deadLettered, "it is dead-lettered");
        Assert.Equal(delivered, sandbox.Requests.Count);
        Assert.Equal(0, (await host.Outbox.GetStatusAsync(Cancellation)).Pending);
    }
}
