using System.Data.Common;
using System.Globalization;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using MySqlConnector;
using Npgsql;
using Rokt.EventApi.Outbox.Tests.Stores;

namespace Rokt.EventApi.Outbox.FaultTests;

/// <summary>A store that several workers are pointed at, one after the other or at once; looked at behind the product's back.</summary>
internal sealed class FaultStore : IDisposable
{
    // In seconds: the tests' own connections are not what is tried, and the server may have much to do.
    private const int Patience = 60;

    private readonly DirectoryInfo? _folder;

    private FaultStore(StoreKind kind, string address, DirectoryInfo? folder = null) => (Kind, Address, _folder) = (kind, address, folder);

    public StoreKind Kind { get; }

    /// <summary>The file's path, or the database's connection string.</summary>
    public string Address { get; }

    /// <summary>The worker's first argument.</summary>
    public string Connection => $"{Kind}:{Address}";

    /// <summary>The embedded store's file.</summary>
    public string FilePath => Address;

    public static FaultStore Embedded()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("outbox-");
        return new FaultStore(StoreKind.File, Path.Combine(folder.FullName, "outbox.db"), folder);
    }

    /// <summary>A SQLite file on a disk: the embedded store's, or that of a shop.</summary>
    public static async Task<FaultStore> CreateOnAsync(StoreKind kind, SmallDisk disk)
    {
        if (kind == StoreKind.File)
        {
            return new FaultStore(kind, Path.Combine(disk.Path, "outbox.db"));
        }

        var store = new FaultStore(kind, ShopAddress(disk.Path));
        await store.CreateTablesAsync();
        return store;
    }

    public static async Task<FaultStore> CreateAsync(StoreKind kind, PostgresServer postgres, MariaDbServer mariaDb, bool isPooled = false)
    {
        FaultStore store;
        switch (kind)
        {
            case StoreKind.File:
                return Embedded();
            case StoreKind.EfSqlite:
                DirectoryInfo folder = Directory.CreateTempSubdirectory("shop-");
                store = new FaultStore(kind, ShopAddress(folder.FullName, isPooled), folder);
                break;
            case StoreKind.MariaDb:
                store = new FaultStore(kind, await mariaDb.NewDatabaseAsync());
                break;
            default:
                store = new FaultStore(kind, postgres.NewDatabase());
                break;
        }

        await store.CreateTablesAsync();
        return store;
    }

    /// <summary>Registers an outbox on it.</summary>
    public void Register(IServiceCollection services, Action<OutboxOptions> configure, bool createTables = false)
    {
        switch (Kind)
        {
            case StoreKind.File:
                services.AddRoktEventApiOutbox(options =>
                {
                    options.UseFile(Address);
                    configure(options);
                });
                break;
            case StoreKind.EfSqlite or StoreKind.EfPostgres:
                services.AddDbContext<FaultDbContext>(Use).AddRoktEventApiOutbox<FaultDbContext>(configure);
                break;
            default:
                services.AddSingleton<DbDataSource>(_ => Kind == StoreKind.MariaDb ? new MySqlDataSource(Address) : NpgsqlDataSource.Create(Address));
                services.AddRoktEventApiOutbox(options =>
                {
                    options.UseDatabase(provider => provider.GetRequiredService<DbDataSource>(), createTables);
                    configure(options);
                });
                break;
        }
    }

    /// <summary>The same store, reached another way.</summary>
    public FaultStore Through(string address) => new(Kind, address);

    /// <summary>How many conversions wait; and that the file is intact.</summary>
    public long CountPending()
    {
        if (Kind == StoreKind.File)
        {
            Assert.Equal("ok", Scalar("PRAGMA integrity_check"));
        }

        return Number("SELECT count(*) FROM rokt_outbox WHERE state = 0");
    }

    /// <summary>Lets the next process deliver at once, as if the lease of one that was killed had run out: the tests of the take-over wait for that.</summary>
    public void EndLease() => Scalar("UPDATE rokt_outbox_lease SET owner = NULL");

    public long CountDeadLettered() => Number("SELECT count(*) FROM rokt_outbox WHERE state = 1");

    /// <summary>Cuts the stored bodies of some rows in half.</summary>
    public void DamageRows(int count) => Scalar(
        $"UPDATE rokt_outbox SET payload = substr(payload, 1, length(payload) / 2) WHERE id IN (SELECT id FROM (SELECT id FROM rokt_outbox ORDER BY id LIMIT {count}) AS chosen)");

    public object? Scalar(string sql)
    {
        using DbConnection connection = Open();
        using DbCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // The tests' own text.
        command.CommandText = sql;
#pragma warning restore CA2100
        return command.ExecuteScalar();
    }

    /// <summary>Whether somebody holds SQLite's lock.</summary>
    public bool IsLocked()
    {
        using DbConnection connection = Open();
        using DbCommand command = connection.CreateCommand();

        // Statements that return no rows: a reader that is closed swallows the errors of those behind its rows.
        command.CommandText = "BEGIN IMMEDIATE; ROLLBACK";
        command.CommandTimeout = 1;
        try
        {
            command.ExecuteNonQuery();
            return false;
        }
        catch (SqliteException exception) when (exception.SqliteErrorCode == 5)
        {
            return true;
        }
    }

    /// <summary>Holds SQLite's lock for a while, as a backup does.</summary>
    public async Task LockAsync(TimeSpan time)
    {
        await using DbConnection connection = Open();
        await using DbTransaction transaction = await connection.BeginTransactionAsync(System.Data.IsolationLevel.Serializable);
        await Task.Delay(time, TestContext.Current.CancellationToken);
    }

    public void Dispose() => _folder?.Delete(recursive: true);

    private static string ShopAddress(string folder, bool isPooled = false) =>
        new SqliteConnectionStringBuilder { DataSource = Path.Combine(folder, "shop.db"), Pooling = isPooled }.ConnectionString;

    private long Number(string sql) => Convert.ToInt64(Scalar(sql), CultureInfo.InvariantCulture);

    /// <summary>Opens a connection behind the product's back.</summary>
    public DbConnection Open()
    {
        DbConnection connection = Kind switch
        {
            StoreKind.File => new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = FilePath, Pooling = false }.ConnectionString),
            StoreKind.EfSqlite => new SqliteConnection(Address),
            StoreKind.MariaDb => new MySqlConnection(
                new MySqlConnectionStringBuilder(Address) { Pooling = false, ConnectionTimeout = Patience, DefaultCommandTimeout = Patience }.ConnectionString),
            _ => new NpgsqlConnection(
                new NpgsqlConnectionStringBuilder(Address) { Pooling = false, Timeout = Patience, CommandTimeout = Patience }.ConnectionString),
        };
        connection.Open();
        return connection;
    }

    private async Task CreateTablesAsync()
    {
        if (Kind is StoreKind.EfSqlite or StoreKind.EfPostgres)
        {
            var options = new DbContextOptionsBuilder<FaultDbContext>();
            Use(options);
            await using var context = new FaultDbContext(options.Options);
            await context.Database.EnsureCreatedAsync();
            return;
        }

        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Services.AddRoktEventApi(options =>
            (options.ApiKey, options.ApiSecret, options.Pod, options.Environment) = ("key", "secret", Pod.US1, EventEnvironment.Development));
        Register(builder.Services, options => options.Deliver = false, createTables: true);
        using IHost host = builder.Build();
        await host.StartAsync();
        await host.StopAsync();
    }

    private void Use(DbContextOptionsBuilder options)
    {
        if (Kind == StoreKind.EfSqlite)
        {
            options.UseSqlite(Address);
        }
        else
        {
            options.UseNpgsql(Address);
        }
    }

    private sealed class FaultDbContext(DbContextOptions<FaultDbContext> options) : DbContext(options)
    {
        protected override void OnModelCreating(ModelBuilder modelBuilder) => modelBuilder.AddRoktOutbox();
    }
}
