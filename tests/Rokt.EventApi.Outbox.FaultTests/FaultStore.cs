using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Rokt.EventApi.Outbox.Tests.Stores;

namespace Rokt.EventApi.Outbox.FaultTests;

/// <summary>A store that several workers are pointed at, one after the other or at once.</summary>
internal sealed class FaultStore : IDisposable
{
    private readonly DirectoryInfo? _folder;

    private FaultStore(string connection, DirectoryInfo? folder)
    {
        Connection = connection;
        _folder = folder;
    }

    /// <summary>The worker's first argument.</summary>
    public string Connection { get; }

    public static FaultStore Embedded()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("outbox-");
        return new FaultStore($"file:{Path.Combine(folder.FullName, "outbox.db")}", folder);
    }

    public static FaultStore Postgres(PostgresServer server)
    {
        string connection = server.NewDatabase();
        using var context = new FaultDbContext(new DbContextOptionsBuilder<FaultDbContext>().UseNpgsql(connection).Options);
        context.Database.EnsureCreated();
        return new FaultStore(connection, null);
    }

    /// <summary>How many conversions wait, counted behind the product's back; and that the file is intact.</summary>
    public long CountPending()
    {
        const string Sql = "SELECT count(*) FROM {0} WHERE state = 0";
        if (_folder is null)
        {
            using var postgres = new NpgsqlConnection(Connection);
            postgres.Open();
            using var command = new NpgsqlCommand(string.Format(System.Globalization.CultureInfo.InvariantCulture, Sql, "rokt_outbox"), postgres);
            return (long)command.ExecuteScalar()!;
        }

        using var sqlite = new SqliteConnection($"Data Source={Connection[5..]};Pooling=False");
        sqlite.Open();
        using SqliteCommand check = sqlite.CreateCommand();
        check.CommandText = "PRAGMA integrity_check";
        Assert.Equal("ok", check.ExecuteScalar());
        check.CommandText = string.Format(System.Globalization.CultureInfo.InvariantCulture, Sql, "outbox");
        return (long)check.ExecuteScalar()!;
    }

    public void Dispose() => _folder?.Delete(recursive: true);

    private sealed class FaultDbContext(DbContextOptions<FaultDbContext> options) : DbContext(options)
    {
        protected override void OnModelCreating(ModelBuilder modelBuilder) => modelBuilder.AddRoktOutbox();
    }
}
