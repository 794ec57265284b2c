using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using MySqlConnector;
using Npgsql;
using Rokt.EventApi.Outbox.Relational;

namespace Rokt.EventApi.Outbox.Tests.Stores;

/// <summary>The store in a database of the application's, through ADO.NET alone.</summary>
internal sealed class DataSourceStore : TestStore
{
    private readonly Func<Task<DbDataSource>> _create;
    private readonly Action _drop;
    private DbDataSource? _source;

    private DataSourceStore(Func<Task<DbDataSource>> create, Action? drop = null)
    {
        _create = create;
        _drop = drop ?? (() => { });
    }

    public DbDataSource Source => _source!;

    public static DataSourceStore OnPostgres(PostgresServer server) =>
        new(() => Task.FromResult<DbDataSource>(NpgsqlDataSource.Create(server.NewDatabase())));

    public static DataSourceStore OnMariaDb(MariaDbServer server) =>
        new(async () => new MySqlDataSource(await server.NewDatabaseAsync()));

    /// <summary>A database that is there already, with its tables.</summary>
    public static DataSourceStore Create(DbDataSource source) => new(() => Task.FromResult(source)) { _source = source };

    public static DataSourceStore OnSqlite()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("shop-");
        string connection = new SqliteConnectionStringBuilder { DataSource = Path.Combine(folder.FullName, "shop.db"), Pooling = false }.ConnectionString;
        return new DataSourceStore(
            () => Task.FromResult(SqliteFactory.Instance.CreateDataSource(connection)), () => folder.Delete(recursive: true));
    }

    internal override async Task InitializeAsync()
    {
        _source = await _create();
        foreach (string text in NewDatabase().GetCreateStatements())
        {
            await ExecuteAsync(text);
        }
    }

    /// <summary>Does something behind the product's back, and returns the first value that comes of it.</summary>
    public async Task<object?> ExecuteAsync(string sql)
    {
        await using DbConnection connection = await Source.OpenConnectionAsync();
        await using DbCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // The tests' own text.
        command.CommandText = sql;
#pragma warning restore CA2100
        return await command.ExecuteScalarAsync();
    }

    internal override OutboxDatabase NewDatabase() => new DataSourceDatabase(Source, createsTables: false);

    internal override void Register(IServiceCollection services, Action<OutboxOptions>? configure = null) =>
        services.AddRoktEventApiOutbox(options =>
        {
            options.UseDatabase(_ => Source);
            configure?.Invoke(options);
        });

    public override async ValueTask DisposeAsync()
    {
        if (_source is not null)
        {
            await _source.DisposeAsync();
        }

        _drop();
    }
}
