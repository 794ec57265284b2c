using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Rokt.EventApi.Outbox.Tests.Delivery;
using Rokt.EventApi.Sandbox;

namespace Rokt.EventApi.Outbox.Tests.Stores.Hostile;

/// <summary>What is stored in a hostile context is delivered: nothing is invisible.</summary>
public sealed class HostileShopTests(PostgresServer server)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<string, bool> Kinds
    {
        get
        {
            var data = new TheoryData<string, bool>();
            foreach (string kind in HostileStore.Kinds)
            {
                data.Add(kind, false);
            }

            foreach (string kind in HostileStore.PostgresKinds)
            {
                data.Add(kind, true);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task What_is_added_and_what_is_enqueued_is_delivered_and_leaves_the_table(string kind, bool onPostgres)
    {
        await using HostileStore store = onPostgres ? HostileStore.OnPostgres(kind, server) : HostileStore.OnSqlite(kind);
        await using EventApiSandbox sandbox = await EventApiSandbox.StartAsync(cancellationToken: Cancellation);
        await using OutboxHost host = await OutboxHost.StartAsync(store, sandbox.BaseAddress);

        await using (DbContext shop = store.NewContext(host.Services))
        {
            shop.AddConversion(OutboxHost.Conversion("added"));
            IExecutionStrategy strategy = shop.Database.CreateExecutionStrategy();
            await strategy.ExecuteAsync(async () =>
            {
                await using IDbContextTransaction transaction = await shop.Database.BeginTransactionAsync(Cancellation);
                await shop.SaveChangesAsync(acceptAllChangesOnSuccess: false, Cancellation);
                await transaction.CommitAsync(Cancellation);
            });
        }

        await host.Outbox.EnqueueAsync(OutboxHost.Conversion("enqueued"), Cancellation);
        await sandbox.WaitForRequestsAsync(2, Cancellation);
        await host.UntilPendingAsync(0);

        Assert.Equal(2, sandbox.Requests.Count(request => request.StatusCode == 202));
        await using DbContext after = store.NewContext();
        Assert.Equal(0, await after.Set<EntityFrameworkCore.OutboxMessage>().IgnoreQueryFilters().CountAsync(Cancellation));
    }
}
