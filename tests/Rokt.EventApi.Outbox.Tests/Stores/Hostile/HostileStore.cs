using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Rokt.EventApi.Outbox.EntityFrameworkCore.Context;
using Rokt.EventApi.Outbox.Tests.Stores.Hostile.CompiledModels;

namespace Rokt.EventApi.Outbox.Tests.Stores.Hostile;

/// <summary>The store in a shop's database whose model or registration is unlike that of a sample.</summary>
internal sealed class HostileStore : TestStore
{
    private readonly Action<IServiceCollection> _addContext;
    private readonly Action<IServiceCollection, Action<OutboxOptions>?> _addOutbox;
    private readonly Func<IServiceProvider, OutboxDatabase> _newDatabase;
    private readonly Func<IServiceProvider, DbContext> _newContext;
    private readonly Action _drop;
    private readonly ServiceProvider _services;

    private HostileStore(
        Action<IServiceCollection> addContext,
        Action<IServiceCollection, Action<OutboxOptions>?> addOutbox,
        Func<IServiceProvider, OutboxDatabase> newDatabase,
        Func<IServiceProvider, DbContext> newContext,
        Action drop)
    {
        (_addContext, _addOutbox, _newDatabase, _newContext, _drop) = (addContext, addOutbox, newDatabase, newContext, drop);
        var services = new ServiceCollection();
        addContext(services);
        _services = services.BuildServiceProvider();
        using DbContext context = newContext(_services);
        context.Database.EnsureCreated();
    }

    /// <summary>The kinds that run on SQLite.</summary>
    public static IEnumerable<string> Kinds =>
        ["conventions", "snake case", "lazy-loading proxies", "change-tracking proxies", "compiled model", "pooled contexts", "pooled factory", "factory", "no tracking and split queries"];

    /// <summary>The kinds that need PostgreSQL.</summary>
    public static IEnumerable<string> PostgresKinds => ["conventions", "retrying execution strategy"];

    public static HostileStore OnSqlite(string kind)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("shop-");
        string connection = new SqliteConnectionStringBuilder { DataSource = Path.Combine(folder.FullName, "shop.db"), Pooling = false }.ConnectionString;
        return Create(
            kind,
            options => options.UseSqlite(connection, sqlite => _ = kind == "no tracking and split queries" ? sqlite.UseQuerySplittingBehavior(QuerySplittingBehavior.SplitQuery) : sqlite),
            () => folder.Delete(recursive: true));
    }

    public static HostileStore OnPostgres(string kind, PostgresServer server)
    {
        string connection = server.NewDatabase();
        return Create(
            kind,
            options => options.UseNpgsql(connection, npgsql => _ = kind == "retrying execution strategy" ? npgsql.EnableRetryOnFailure() : npgsql),
            () => NpgsqlConnection.ClearPool(new NpgsqlConnection(connection)));
    }

    public DbContext NewContext() => _newContext(_services);

    /// <summary>Makes a context in an application that has registered the outbox.</summary>
    public DbContext NewContext(IServiceProvider services) => _newContext(services);

    internal override OutboxDatabase NewDatabase() => _newDatabase(_services);

    internal override void Register(IServiceCollection services, Action<OutboxOptions>? configure = null)
    {
        _addContext(services);
        _addOutbox(services, configure);
    }

    public override async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        _drop();
    }

    private static HostileStore Create(string kind, Action<DbContextOptionsBuilder> use, Action drop) => kind switch
    {
        "conventions" => Create<HostileDbContext>(services => services.AddDbContext<HostileDbContext>(options => use(options.AddInterceptors(new SoftDelete()))), drop),
        "pooled contexts" => Create<PlainDbContext>(services => services.AddDbContextPool<PlainDbContext>(use), drop),
        "pooled factory" => Create<PlainDbContext>(services => services.AddPooledDbContextFactory<PlainDbContext>(use), drop),
        "factory" => Create<PlainDbContext>(services => services.AddDbContextFactory<PlainDbContext>(use), drop),
        _ => Create<PlainDbContext>(
            services => services.AddDbContext<PlainDbContext>(options => use(kind switch
            {
                "snake case" => options.UseSnakeCaseNamingConvention(),
                "lazy-loading proxies" => options.UseLazyLoadingProxies(),
                "change-tracking proxies" => options.UseChangeTrackingProxies(),
                "compiled model" => options.UseModel(PlainDbContextModel.Instance),
                "no tracking and split queries" => options.UseQueryTrackingBehavior(QueryTrackingBehavior.NoTracking),
                _ => options,
            })),
            drop),
    };

    private static HostileStore Create<TContext>(Action<IServiceCollection> addContext, Action drop)
        where TContext : DbContext => new(
            addContext,
            (services, configure) => services.AddRoktEventApiOutbox<TContext>(configure),
            provider => new ContextDatabase<TContext>(provider.GetRequiredService<IServiceScopeFactory>()),
            provider => ContextSource.Create<TContext>(provider.CreateScope().ServiceProvider),
            drop);
}
