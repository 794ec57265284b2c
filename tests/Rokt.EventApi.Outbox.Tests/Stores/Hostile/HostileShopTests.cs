using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.DependencyInjection;
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

    [Fact]
    public async Task On_the_in_memory_provider_conversions_are_added_nothing_is_delivered_and_one_warning_says_so()
    {
        string name = Guid.NewGuid().ToString();

        await AssertNothingIsDeliveredAsync(options => options.UseInMemoryDatabase(name), "not relational");
    }

    [Fact]
    public async Task On_one_open_connection_of_all_contexts_conversions_are_added_nothing_is_delivered_and_one_warning_says_so()
    {
        await using var connection = new Microsoft.Data.Sqlite.SqliteConnection("Data Source=:memory:");
        await connection.OpenAsync(Cancellation);

        await AssertNothingIsDeliveredAsync(options => options.UseSqlite(connection), "one connection");
    }

    [Fact]
    public void A_convention_that_limits_bytes_limits_no_payload()
    {
        using HostileDbContext shop = new(new DbContextOptionsBuilder<HostileDbContext>().UseSqlite("Data Source=:memory:").Options);

        Assert.Null(shop.Model.FindEntityType(typeof(EntityFrameworkCore.OutboxMessage))!.FindProperty(nameof(EntityFrameworkCore.OutboxMessage.Payload))!.GetMaxLength());
    }

    [Fact]
    public async Task A_conversion_of_what_the_outbox_stores_that_is_set_afterwards_is_refused_with_what_to_do()
    {
        var exception = await Assert.ThrowsAsync<InvalidOperationException>(() => OutboxHost.StartAsync(
            new RegisteredStore(services => services
                .AddDbContext<ConvertingDbContext>(options => options.UseSqlite("Data Source=:memory:"))
                .AddRoktEventApiOutbox<ConvertingDbContext>()),
            new Uri("http://127.0.0.1:9")));

        Assert.Contains("leave OutboxMessage out", exception.Message, StringComparison.Ordinal);
    }

    private static async Task AssertNothingIsDeliveredAsync(Action<DbContextOptionsBuilder> use, string warning)
    {
        await using EventApiSandbox sandbox = await EventApiSandbox.StartAsync(cancellationToken: Cancellation);
        await using OutboxHost host = await OutboxHost.StartAsync(
            new RegisteredStore(services => services
                .AddDbContext<ShopDbContext>(use)
                .AddRoktEventApiOutbox<ShopDbContext>()),
            sandbox.BaseAddress);
        await using AsyncServiceScope scope = host.Services.CreateAsyncScope();
        var shop = scope.ServiceProvider.GetRequiredService<ShopDbContext>();
        await shop.Database.EnsureCreatedAsync(Cancellation);

        shop.Orders.Add(new Order { Number = "order-1" });
        shop.AddConversion(OutboxHost.Conversion("order-1"));
        await shop.SaveChangesAsync(Cancellation);
        await host.Outbox.EnqueueAsync(OutboxHost.Conversion("order-2"), Cancellation);

        Assert.Equal(2, await shop.Set<EntityFrameworkCore.OutboxMessage>().CountAsync(Cancellation));
        OutboxStatus status = await host.Outbox.GetStatusAsync(Cancellation);
        Assert.Equal((0, false), (status.Pending, status.HasDispatcher));
        Assert.Empty(sandbox.Requests);
        Assert.Single(host.Log.GetSnapshot(), record => record.Level >= Microsoft.Extensions.Logging.LogLevel.Warning && record.Message.Contains(warning, StringComparison.Ordinal));
    }

    private sealed class ConvertingDbContext(DbContextOptions<ConvertingDbContext> options) : DbContext(options)
    {
        protected override void OnModelCreating(ModelBuilder modelBuilder) =>
            modelBuilder.AddRoktOutbox().Entity<EntityFrameworkCore.OutboxMessage>().Property(message => message.Id).HasConversion<string>();
    }
}
