using System.Data.Common;
using System.Transactions;
using MySqlConnector;
using Npgsql;
using Rokt.EventApi.Outbox.Tests.Delivery;
using Rokt.EventApi.Outbox.Tests.Stores;
using Rokt.EventApi.Sandbox;

namespace Rokt.EventApi.Outbox.Tests.Relational;

/// <summary>A conversion in a transaction of the shop's own, without EF Core.</summary>
public sealed class TransactionTests(PostgresServer postgres, MariaDbServer mariaDb)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<string> Databases => new("PostgreSQL", "MariaDB", "SQLite");

    // SQLite's provider knows no ambient transactions.
    public static TheoryData<string> AmbientDatabases => new("file", "EF Core on PostgreSQL", "PostgreSQL", "MariaDB");

    public static MatrixTheoryData<string, bool> Ended => new(Databases.Select(row => row.Data), [true, false]);

    public static MatrixTheoryData<string, bool> Ambient => new(AmbientDatabases.Select(row => row.Data), [true, false]);

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task An_order_and_its_conversion_are_committed_together(string database)
    {
        await using DataSourceStore store = await CreateAsync(database);
        await using EventApiSandbox sandbox = await EventApiSandbox.StartAsync(cancellationToken: Cancellation);
        await using OutboxHost host = await OutboxHost.StartAsync(store, sandbox.BaseAddress);

        await using (DbConnection connection = await store.Source.OpenConnectionAsync(Cancellation))
        {
            await using DbTransaction transaction = await connection.BeginTransactionAsync(Cancellation);
            await InsertOrderAsync(connection, transaction);
            await host.Outbox.EnqueueAsync(OutboxHost.Conversion("order-1"), transaction, Cancellation);
            await transaction.CommitAsync(Cancellation);
        }

        Assert.Contains("\"order-1\"", Assert.Single(await sandbox.WaitForRequestsAsync(1, Cancellation)).BodyText, StringComparison.Ordinal);
        await host.UntilPendingAsync(0);
        Assert.Equal(1, await CountOrdersAsync(store));
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task An_order_that_is_rolled_back_takes_its_conversion_with_it(string database)
    {
        await using DataSourceStore store = await CreateAsync(database);
        await using EventApiSandbox sandbox = await EventApiSandbox.StartAsync(cancellationToken: Cancellation);
        await using OutboxHost host = await OutboxHost.StartAsync(store, sandbox.BaseAddress);

        await using (DbConnection connection = await store.Source.OpenConnectionAsync(Cancellation))
        {
            await using DbTransaction transaction = await connection.BeginTransactionAsync(Cancellation);
            await InsertOrderAsync(connection, transaction);
            await host.Outbox.EnqueueAsync(OutboxHost.Conversion("rolled-back"), transaction, Cancellation);
            await transaction.RollbackAsync(Cancellation);
        }

        await host.Outbox.EnqueueAsync(OutboxHost.Conversion("after"), Cancellation);
        await host.UntilPendingAsync(0);

        Assert.Contains("\"after\"", Assert.Single(sandbox.Requests).BodyText, StringComparison.Ordinal);
        Assert.Equal(0, await CountOrdersAsync(store));
    }

    [Fact]
    public async Task On_a_server_with_autocommit_off_what_is_enqueued_is_committed_and_delivered()
    {
        await using DataSourceStore usual = await CreateAsync("MariaDB");
        await using MySqlDataSource source = new MySqlDataSourceBuilder(usual.Source.ConnectionString)
            .UseConnectionOpenedCallback(async (context, cancellation) =>
            {
                await using MySqlCommand command = new("SET autocommit = 0", context.Connection);
                await command.ExecuteNonQueryAsync(cancellation);
            })
            .Build();
        await using DataSourceStore store = DataSourceStore.Create(source);
        await using EventApiSandbox sandbox = await EventApiSandbox.StartAsync(cancellationToken: Cancellation);
        await using OutboxHost host = await OutboxHost.StartAsync(store, sandbox.BaseAddress);

        await host.Outbox.EnqueueAsync(OutboxHost.Conversion("order-1"), Cancellation);

        await sandbox.WaitForRequestsAsync(1, Cancellation);
        await OutboxHost.UntilAsync(async () => (long)(await usual.ExecuteAsync("SELECT count(*) FROM rokt_outbox"))! == 0, "its deletion is committed");
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task A_transaction_of_another_database_is_refused_with_what_to_do(string database)
    {
        await using DataSourceStore store = await CreateAsync(database);
        await using DataSourceStore other = await CreateAsync(database);
        await using OutboxHost host = await OutboxHost.StartAsync(store, new Uri("http://127.0.0.1:9"));
        await using DbConnection connection = await other.Source.OpenConnectionAsync(Cancellation);
        await using DbTransaction transaction = await connection.BeginTransactionAsync(Cancellation);

        var exception = await Assert.ThrowsAsync<InvalidOperationException>(() => host.Outbox.EnqueueAsync(OutboxHost.Conversion("1"), transaction, Cancellation));

        Assert.Contains($"\"{connection.Database}\"", exception.Message, StringComparison.Ordinal);
        Assert.Contains("UseDatabase", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Ended))]
    public async Task A_transaction_that_has_ended_is_refused_with_what_to_do(string database, bool isCommitted)
    {
        await using DataSourceStore store = await CreateAsync(database);
        await using OutboxHost host = await OutboxHost.StartAsync(store, new Uri("http://127.0.0.1:9"));
        await using DbConnection connection = await store.Source.OpenConnectionAsync(Cancellation);
        await using DbTransaction transaction = await connection.BeginTransactionAsync(Cancellation);
        await (isCommitted ? transaction.CommitAsync(Cancellation) : transaction.RollbackAsync(Cancellation));

        var exception = await Assert.ThrowsAsync<InvalidOperationException>(() => host.Outbox.EnqueueAsync(OutboxHost.Conversion("1"), transaction, Cancellation));

        Assert.Contains("before it is committed", exception.Message, StringComparison.Ordinal);
        Assert.Equal(0, (await host.Outbox.GetStatusAsync(Cancellation)).Pending);
    }

    [Fact]
    public async Task A_file_takes_part_in_no_transaction()
    {
        await using var file = new EmbeddedStore();
        await using DataSourceStore store = await CreateAsync("SQLite");
        await using OutboxHost host = await OutboxHost.StartAsync(file, new Uri("http://127.0.0.1:9"));
        await using DbConnection connection = await store.Source.OpenConnectionAsync(Cancellation);
        await using DbTransaction transaction = await connection.BeginTransactionAsync(Cancellation);

        var exception = await Assert.ThrowsAsync<InvalidOperationException>(() => host.Outbox.EnqueueAsync(OutboxHost.Conversion("1"), transaction, Cancellation));

        Assert.Contains("UseDatabase", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Ambient))]
    public async Task Enqueuing_takes_no_part_in_an_ambient_transaction(string database, bool isCompleted)
    {
        (TestStore store, DataSourceStore shop) = await CreateWithShopAsync(database);
        await using (store)
        await using (shop)
        {
            await using OutboxHost host = await OutboxHost.StartAsync(store, new Uri("http://127.0.0.1:9"));

            using (var scope = new TransactionScope(TransactionScopeOption.Required, TransactionScopeAsyncFlowOption.Enabled))
            {
                await using DbConnection connection = await shop.Source.OpenConnectionAsync(Cancellation);
                await InsertOrderAsync(connection, null);
                await host.Outbox.EnqueueAsync(OutboxHost.Conversion("order-1"), Cancellation);
                if (isCompleted)
                {
                    scope.Complete();
                    await host.Outbox.EnqueueAsync(OutboxHost.Conversion("after-completion"), Cancellation);
                }
            }

            Assert.Equal(isCompleted ? 1 : 0, await CountOrdersAsync(shop));
            Assert.Equal(isCompleted ? 2 : 1, (await host.Outbox.GetStatusAsync(Cancellation)).Pending);
        }
    }

    [Theory]
    [MemberData(nameof(AmbientDatabases))]
    public async Task Enqueuing_alone_in_a_scope_of_one_thread_that_is_not_completed_stores_the_conversion(string database)
    {
        (TestStore store, DataSourceStore shop) = await CreateWithShopAsync(database);
        await using (store)
        await using (shop)
        {
            await using OutboxHost host = await OutboxHost.StartAsync(store, new Uri("http://127.0.0.1:9"));

            // A scope that does not flow has to end on the thread that it began on.
            Task enqueuing;
            using (new TransactionScope())
            {
                enqueuing = host.Outbox.EnqueueAsync(OutboxHost.Conversion("order-1"), Cancellation);
            }

            await enqueuing;
            Assert.Equal(1, (await host.Outbox.GetStatusAsync(Cancellation)).Pending);
        }
    }

    // The outbox, and the orders beside it: in the same database, but for a file.
    private async Task<(TestStore Store, DataSourceStore Shop)> CreateWithShopAsync(string database)
    {
        switch (database)
        {
            case "file":
                return (new EmbeddedStore(), await CreateAsync("PostgreSQL"));
            case "EF Core on PostgreSQL":
                ContextStore context = ContextStore.OnPostgres(postgres);
                DataSourceStore shop = DataSourceStore.Create(NpgsqlDataSource.Create(context.ConnectionString));
                await AddOrdersAsync(shop);
                return (context, shop);
            default:
                DataSourceStore store = await CreateAsync(database);
                return (store, store);
        }
    }

    private async Task<DataSourceStore> CreateAsync(string database)
    {
        DataSourceStore store = database switch
        {
            "PostgreSQL" => DataSourceStore.OnPostgres(postgres),
            "MariaDB" => DataSourceStore.OnMariaDb(mariaDb),
            _ => DataSourceStore.OnSqlite(),
        };
        await store.InitializeAsync();
        await AddOrdersAsync(store);
        return store;
    }

    private static async Task AddOrdersAsync(DataSourceStore store) => await store.ExecuteAsync("CREATE TABLE orders (number varchar(20) NOT NULL)");

    private static async Task InsertOrderAsync(DbConnection connection, DbTransaction? transaction)
    {
        await using DbCommand command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = "INSERT INTO orders (number) VALUES ('order-1')";
        await command.ExecuteNonQueryAsync(Cancellation);
    }

    private static async Task<long> CountOrdersAsync(DataSourceStore store) => Convert.ToInt64(await store.ExecuteAsync("SELECT count(*) FROM orders"), null);
}
