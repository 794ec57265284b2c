using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Rokt.EventApi.Outbox.Tests.Stores;

namespace Rokt.EventApi.Outbox.FaultTests;

/// <summary>A store that several workers are pointed at, one after the other or at once; looked at behind the product's back.</summary>
internal sealed class FaultStore : IDisposable
{
    private const string FilePrefix = "file:";

    private readonly DirectoryInfo? _folder;

    private FaultStore(string connection, DirectoryInfo? folder)
    {
        Connection = connection;
        _folder = folder;
    }

    /// <summary>The worker's first argument.</summary>
    public string Connection { get; }

    /// <summary>The embedded store's file.</summary>
    public string FilePath => Connection[FilePrefix.Length..];

    private bool IsEmbedded => Connection.StartsWith(FilePrefix, StringComparison.Ordinal);

    public static FaultStore Embedded()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("outbox-");
        return new FaultStore(FilePrefix + Path.Combine(folder.FullName, "outbox.db"), folder);
    }

    public static FaultStore EmbeddedOn(SmallDisk disk) => new(FilePrefix + Path.Combine(disk.Path, "outbox.db"), null);

    public static FaultStore Postgres(PostgresServer server)
    {
        string connection = server.NewDatabase();
        using var context = new FaultDbContext(new DbContextOptionsBuilder<FaultDbContext>().UseNpgsql(connection).Options);
        context.Database.EnsureCreated();
        return new FaultStore(connection, null);
    }

    /// <summary>How many conversions wait; and that the file is intact.</summary>
    public long CountPending()
    {
        if (IsEmbedded)
        {
            Assert.Equal("ok", Scalar("PRAGMA integrity_check"));
        }

        return (long)Scalar($"SELECT count(*) FROM rokt_outbox WHERE state = 0")!;
    }

    public long CountDead() => (long)Scalar($"SELECT count(*) FROM rokt_outbox WHERE state = 1")!;

    /// <summary>Cuts the stored bodies of some rows in half.</summary>
    public void DamageRows(int count) => Scalar(
        $"UPDATE rokt_outbox SET payload = substr(payload, 1, length(payload) / 2) WHERE id IN (SELECT id FROM rokt_outbox ORDER BY id LIMIT {count})");

    /// <summary>Holds SQLite's lock for a while, as a backup does.</summary>
    public async Task LockAsync(TimeSpan time)
    {
        await using DbConnection connection = Open();
        await using DbTransaction transaction = await connection.BeginTransactionAsync(System.Data.IsolationLevel.Serializable);
        await Task.Delay(time, TestContext.Current.CancellationToken);
    }

    public void Dispose() => _folder?.Delete(recursive: true);

    private DbConnection Open()
    {
        DbConnection connection = IsEmbedded
            ? new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = FilePath, Pooling = false }.ConnectionString)
            : new NpgsqlConnection(new NpgsqlConnectionStringBuilder(Connection) { Pooling = false }.ConnectionString);
        connection.Open();
        return connection;
    }

    private object? Scalar(string sql)
    {
        using DbConnection connection = Open();
        using DbCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // The tests' own text.
        command.CommandText = sql;
#pragma warning restore CA2100
        return command.ExecuteScalar();
    }

    private sealed class FaultDbContext(DbContextOptions<FaultDbContext> options) : DbContext(options)
    {
        protected override void OnModelCreating(ModelBuilder modelBuilder) => modelBuilder.AddRoktOutbox();
    }
}
