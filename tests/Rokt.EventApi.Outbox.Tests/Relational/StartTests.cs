using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using MySqlConnector;
using Npgsql;
using Rokt.EventApi.Outbox.Relational;
using Rokt.EventApi.Outbox.Tests.Delivery;
using Rokt.EventApi.Outbox.Tests.Stores;

namespace Rokt.EventApi.Outbox.Tests.Relational;

/// <summary>What is set up wrongly is said when the host starts.</summary>
public sealed class StartTests(PostgresServer postgres, MariaDbServer mariaDb)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_provider_that_is_not_known_is_refused_by_name()
    {
        var exception = await Assert.ThrowsAsync<InvalidOperationException>(() => StartAsync(services =>
            services.AddRoktEventApiOutbox(options => options.UseDatabase(_ => new OtherDataSource()))));

        Assert.Contains(typeof(OtherConnection).FullName!, exception.Message, StringComparison.Ordinal);
        Assert.Contains("PostgreSQL", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("PostgreSQL")]
    [InlineData("MariaDB")]
    [InlineData("SQLite")]
    public async Task A_missing_table_is_reported_or_created_if_so_configured(string database)
    {
        using TemporaryFolder folder = new();
        await using DbDataSource source = database switch
        {
            "PostgreSQL" => NpgsqlDataSource.Create(postgres.NewDatabase()),
            "MariaDB" => new MySqlDataSource(await mariaDb.NewDatabaseAsync()),
            _ => SqliteFactory.Instance.CreateDataSource($"Data Source={folder.Path}/shop.db;Pooling=False"),
        };

        var exception = await Assert.ThrowsAsync<OutboxException>(() => StartAsync(services =>
            services.AddRoktEventApiOutbox(options => options.UseDatabase(_ => source))));
        Assert.Contains("rokt_outbox", exception.Message, StringComparison.Ordinal);
        Assert.Contains("createTables", exception.Message, StringComparison.Ordinal);

        for (int start = 0; start < 2; start++)
        {
            await using OutboxHost host = await StartAsync(services =>
                services.AddRoktEventApiOutbox(options => options.UseDatabase(_ => source, createTables: true)));
            await host.Outbox.EnqueueAsync(OutboxHost.Conversion("1"), Cancellation);
            Assert.Equal(start + 1, (await host.Outbox.GetStatusAsync(Cancellation)).Pending);
        }
    }

    [Theory]
    [InlineData("PostgreSQL")]
    [InlineData("MariaDB")]
    public async Task Instances_that_start_together_create_the_tables(string database)
    {
        for (int round = 0; round < 10; round++)
        {
            await using DbDataSource source = database == "PostgreSQL" ? NpgsqlDataSource.Create(postgres.NewDatabase()) : new MySqlDataSource(await mariaDb.NewDatabaseAsync());
            RelationalOutboxStore[] stores = [.. Enumerable.Range(0, 4).Select(_ => new RelationalOutboxStore("", new DataSourceDatabase(source, createsTables: true), TimeProvider.System))];

            Assert.All(await Task.WhenAll(stores.Select(store => Task.Run(() => store.VerifyAsync(Cancellation)))), Assert.Null);
        }
    }

    [Fact]
    public async Task A_missing_column_is_reported()
    {
        await using DataSourceStore store = DataSourceStore.OnPostgres(postgres);
        await store.InitializeAsync();
        await store.ExecuteAsync("ALTER TABLE rokt_outbox DROP COLUMN updated");

        var exception = await Assert.ThrowsAsync<OutboxException>(() => StartAsync(services => store.Register(services)));

        Assert.Contains("updated", exception.InnerException!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_that_is_away_is_logged_and_the_host_starts()
    {
        await using NpgsqlDataSource source = NpgsqlDataSource.Create("Host=127.0.0.1;Port=9;Username=shop;Timeout=1");

        await using OutboxHost host = await StartAsync(services => services.AddRoktEventApiOutbox(options => options.UseDatabase(_ => source)));

        Assert.Contains(host.Log.GetSnapshot(), record => record.Level == LogLevel.Error && record.Exception is OutboxException);
        await Assert.ThrowsAsync<OutboxException>(() => host.Outbox.EnqueueAsync(OutboxHost.Conversion("1"), Cancellation));
    }

    [Fact]
    public async Task A_context_that_is_not_registered_is_reported()
    {
        var exception = await Assert.ThrowsAsync<InvalidOperationException>(() => StartAsync(services => services.AddRoktEventApiOutbox<ShopDbContext>()));

        Assert.Contains("AddDbContext<ShopDbContext>", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_context_without_the_outbox_in_its_model_is_reported()
    {
        var exception = await Assert.ThrowsAsync<InvalidOperationException>(() => StartAsync(services => services
            .AddDbContext<EmptyDbContext>(options => options.UseSqlite("Data Source=:memory:"))
            .AddRoktEventApiOutbox<EmptyDbContext>()));

        Assert.Contains("modelBuilder.AddRoktOutbox()", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_context_whose_tables_are_missing_is_reported_with_the_advice_to_migrate()
    {
        using TemporaryFolder folder = new();
        var exception = await Assert.ThrowsAsync<OutboxException>(() => StartAsync(services => services
            .AddDbContext<ShopDbContext>(options => options.UseSqlite($"Data Source={folder.Path}/shop.db;Pooling=False"))
            .AddRoktEventApiOutbox<ShopDbContext>()));

        Assert.Contains("migration", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Accounts_whose_names_differ_only_in_case_are_refused()
    {
        IServiceCollection services = new ServiceCollection().AddRoktEventApiOutbox("Shoes", options => options.UseFile("a.db"));

        Assert.Throws<InvalidOperationException>(() => services.AddRoktEventApiOutbox("shoes", options => options.UseFile("b.db")));
    }

    [Theory]
    [InlineData(128, false)]
    [InlineData(129, true)]
    public void An_accounts_name_has_at_most_128_characters(int length, bool isRefused)
    {
        void Register() => new ServiceCollection().AddRoktEventApiOutbox(new string('a', length), options => options.UseFile());

        Assert.Equal(isRefused, Record.Exception(Register) is ArgumentOutOfRangeException);
    }

    private static Task<OutboxHost> StartAsync(Action<IServiceCollection> register) =>
        OutboxHost.StartAsync(new RegisteredStore(register), new Uri("http://127.0.0.1:9"));

    private sealed class EmptyDbContext(DbContextOptions<EmptyDbContext> options) : DbContext(options);

    private sealed class TemporaryFolder : IDisposable
    {
        private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("shop-");

        public string Path => _folder.FullName;

        public void Dispose() => _folder.Delete(recursive: true);
    }

    private sealed class OtherDataSource : DbDataSource
    {
        public override string ConnectionString => "";

        protected override DbConnection CreateDbConnection() => new OtherConnection();
    }

#pragma warning disable CS8765
    private sealed class OtherConnection : DbConnection
    {
        public override string ConnectionString { get; set; } = "";

        public override string Database => "shop";

        public override string DataSource => "server";

        public override string ServerVersion => "1";

        public override System.Data.ConnectionState State => System.Data.ConnectionState.Closed;

        public override void ChangeDatabase(string databaseName) => throw new NotSupportedException();

        public override void Close()
        {
        }

        public override void Open() => throw new NotSupportedException();

        protected override DbTransaction BeginDbTransaction(System.Data.IsolationLevel isolationLevel) => throw new NotSupportedException();

        protected override DbCommand CreateDbCommand() => throw new NotSupportedException();
    }
#pragma warning restore CS8765
}
