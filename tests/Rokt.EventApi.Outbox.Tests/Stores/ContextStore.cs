using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Rokt.EventApi.Outbox.EntityFrameworkCore.Context;

namespace Rokt.EventApi.Outbox.Tests.Stores;

/// <summary>The store in a shop's own database, on SQLite or PostgreSQL.</summary>
internal sealed class ContextStore : TestStore
{
    private readonly Action<DbContextOptionsBuilder> _use;
    private readonly Action _drop;
    private readonly ServiceProvider _services;

    private ContextStore(string connectionString, Action<DbContextOptionsBuilder> use, Action drop)
    {
        ConnectionString = connectionString;
        _use = use;
        _drop = drop;
        _services = new ServiceCollection().AddDbContext<ShopDbContext>(use).BuildServiceProvider();
        using ShopDbContext context = NewContext();
        context.Database.EnsureCreated();
    }

    public string ConnectionString { get; }

    public static ContextStore OnSqlite()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("shop-");
        string connection = new SqliteConnectionStringBuilder { DataSource = Path.Combine(folder.FullName, "shop.db"), Pooling = false }.ConnectionString;
        return new ContextStore(connection, options => options.UseSqlite(connection), () => folder.Delete(recursive: true));
    }

    public static ContextStore OnPostgres(PostgresServer server)
    {
        string connection = server.NewDatabase();
        return new ContextStore(connection, options => options.UseNpgsql(connection), () => NpgsqlConnection.ClearPool(new NpgsqlConnection(connection)));
    }

    public ShopDbContext NewContext() => _services.CreateScope().ServiceProvider.GetRequiredService<ShopDbContext>();

    internal override OutboxDatabase NewDatabase() => new ContextDatabase<ShopDbContext>(_services.GetRequiredService<IServiceScopeFactory>());

    internal override void Register(IServiceCollection services, Action<OutboxOptions>? configure = null) =>
        services.AddDbContext<ShopDbContext>(_use).AddRoktEventApiOutbox<ShopDbContext>(configure);

    public override async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        _drop();
    }
}
