using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Rokt.EventApi.Outbox.Tests.Delivery;
using Rokt.EventApi.Sandbox;

namespace Rokt.EventApi.Outbox.Tests.Stores;

/// <summary>The conversion is saved, or rolled back, with the order.</summary>
public sealed class ShopTests(PostgresServer server)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_order_and_its_conversion_are_saved_together(bool onPostgres)
    {
        await using ContextStore store = Store(onPostgres);
        await using EventApiSandbox sandbox = await EventApiSandbox.StartAsync(cancellationToken: Cancellation);
        await using OutboxHost host = await OutboxHost.StartAsync(store, sandbox.BaseAddress);
        await using AsyncServiceScope scope = host.Services.CreateAsyncScope();
        var shop = scope.ServiceProvider.GetRequiredService<ShopDbContext>();

        shop.Orders.Add(new Order { Number = "order-1" });
        shop.AddConversion(OutboxHost.Conversion("order-1"));
        Assert.Equal(0, (await host.Outbox.GetStatusAsync(Cancellation)).Pending);
        await shop.SaveChangesAsync(Cancellation);

        Assert.Contains("\"order-1\"", Assert.Single(await sandbox.WaitForRequestsAsync(1, Cancellation)).BodyText, StringComparison.Ordinal);
        await host.UntilPendingAsync(0);
        Assert.Equal(1, await shop.Orders.CountAsync(Cancellation));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_order_that_is_rolled_back_sends_nothing(bool onPostgres)
    {
        await using ContextStore store = Store(onPostgres);
        await using EventApiSandbox sandbox = await EventApiSandbox.StartAsync(cancellationToken: Cancellation);
        await using OutboxHost host = await OutboxHost.StartAsync(store, sandbox.BaseAddress);
        await using (AsyncServiceScope scope = host.Services.CreateAsyncScope())
        {
            var shop = scope.ServiceProvider.GetRequiredService<ShopDbContext>();
            await using var transaction = await shop.Database.BeginTransactionAsync(Cancellation);
            shop.AddConversion(OutboxHost.Conversion("rolled-back"));
            await shop.SaveChangesAsync(Cancellation);
            await transaction.RollbackAsync(Cancellation);
        }

        await host.Outbox.EnqueueAsync(OutboxHost.Conversion("after"), Cancellation);
        await host.UntilPendingAsync(0);

        Assert.Contains("\"after\"", Assert.Single(sandbox.Requests).BodyText, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_idle_outbox_makes_EF_Core_log_nothing_at_the_levels_of_the_template(bool onPostgres)
    {
        const string EntityFramework = "Microsoft.EntityFrameworkCore";
        await using ContextStore store = Store(onPostgres);
        await using OutboxHost host = await OutboxHost.StartAsync(
            store, new Uri("http://127.0.0.1:9"), configureServices: services => services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Information)));

        await Task.Delay(TimeSpan.FromSeconds(5), Cancellation);

        Assert.True((await host.Outbox.GetStatusAsync(Cancellation)).HasDispatcher);
        Assert.DoesNotContain(host.Log.GetSnapshot(), record => record.Category!.StartsWith(EntityFramework, StringComparison.Ordinal));

        // As it does of the shop's own queries.
        await using AsyncServiceScope scope = host.Services.CreateAsyncScope();
        Assert.Equal(0, await scope.ServiceProvider.GetRequiredService<ShopDbContext>().Orders.CountAsync(Cancellation));
        Assert.Contains(host.Log.GetSnapshot(), record => record.Category!.StartsWith(EntityFramework, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_context_without_the_outbox_in_its_model_is_reported()
    {
        await using ServiceProvider services = new ServiceCollection().AddDbContext<EmptyDbContext>(options => options.UseSqlite("Data Source=:memory:")).BuildServiceProvider();

        var exception = Assert.Throws<InvalidOperationException>(() =>
            services.CreateScope().ServiceProvider.GetRequiredService<EmptyDbContext>().AddConversion(OutboxHost.Conversion("1")));

        Assert.Contains("modelBuilder.AddRoktOutbox()", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_context_without_a_registered_outbox_is_reported()
    {
        await using ContextStore store = ContextStore.OnSqlite();
        await using ShopDbContext shop = store.NewContext();

        var exception = Assert.Throws<InvalidOperationException>(() => shop.AddConversion(OutboxHost.Conversion("1")));

        Assert.Contains("AddRoktEventApiOutbox<ShopDbContext>()", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_context_whose_outbox_is_kept_elsewhere_is_reported()
    {
        await using var elsewhere = new EmbeddedStore();
        var services = new ServiceCollection();
        services.AddRoktEventApi(options => (options.ApiKey, options.ApiSecret, options.Pod, options.Environment) = ("key", "secret", Pod.US1, EventEnvironment.Development));
        elsewhere.Register(services);
        await using ServiceProvider provider = services
            .AddDbContext<ShopDbContext>(options => options.UseSqlite("Data Source=:memory:"))
            .BuildServiceProvider();

        var exception = Assert.Throws<InvalidOperationException>(() =>
            provider.CreateScope().ServiceProvider.GetRequiredService<ShopDbContext>().AddConversion(OutboxHost.Conversion("1")));

        Assert.Contains("AddRoktEventApiOutbox<ShopDbContext>()", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void On_SQL_Server_the_tables_and_the_index_are_what_they_should_be()
    {
        using var shop = new ShopDbContext(new DbContextOptionsBuilder<ShopDbContext>().UseSqlServer("Server=nowhere").Options);

        string script = shop.Database.GenerateCreateScript().ReplaceLineEndings("\n");

        Assert.Contains(
            """
            CREATE TABLE [rokt_outbox] (
                [id] uniqueidentifier NOT NULL,
                [account] nvarchar(128) NOT NULL,
                [payload] varbinary(max) NOT NULL,
                [version] int NOT NULL,
                [created] bigint NOT NULL,
                [due] bigint NOT NULL,
                [failures] int NOT NULL,
                [state] int NOT NULL,
                [reason] nvarchar(64) NULL,
            """.ReplaceLineEndings("\n"),
            Reordered(script),
            StringComparison.Ordinal);
        Assert.Contains("CREATE INDEX [rokt_outbox_due] ON [rokt_outbox] ([account], [state], [due], [id], [created]);", script, StringComparison.Ordinal);
    }

    private ContextStore Store(bool onPostgres) => onPostgres ? ContextStore.OnPostgres(server) : ContextStore.OnSqlite();

    // EF Core writes the columns by name; here they stand as the class has them.
    private static string Reordered(string script)
    {
        string[] order = ["id", "account", "payload", "version", "created", "due", "failures", "state", "reason"];
        int start = script.IndexOf("CREATE TABLE [rokt_outbox] (\n", StringComparison.Ordinal) + "CREATE TABLE [rokt_outbox] (\n".Length;
        string[] lines = script[start..].Split('\n');
        IEnumerable<string> columns = order.Select(name => lines.First(line => line.Contains($"[{name}] ", StringComparison.Ordinal)));
        return "CREATE TABLE [rokt_outbox] (\n" + string.Join('\n', columns);
    }

    private sealed class EmptyDbContext(DbContextOptions<EmptyDbContext> options) : DbContext(options);
}
