using System.Data.Common;
using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;
using MySqlConnector;
using Npgsql;
using Rokt.EventApi.Outbox.Relational;

namespace Rokt.EventApi.Outbox.Tests.Relational;

/// <summary>What is stored through a connection of the shop's is delivered only if it leads to the tables that the outbox reads.</summary>
public sealed class LocationTests
{
    [Theory]
    [InlineData("Host=db;Database=shop", "Host=db;Database=shop", true)]
    [InlineData("Host=db;Database=shop", "Host=DB;Port=5432;Database=shop;Username=other", true)]
    [InlineData("Host=db;Database=shop", "Host=db;Database=Shop", false)]
    [InlineData("Host=db;Port=5433;Database=shop", "Host=db:5433;Database=shop", true)]
    [InlineData("Host=one,two;Database=shop", "Server=one:5432, Two;Database=shop", true)]
    [InlineData("Host=one,two;Database=shop", "Host=three,four;Database=shop", false)]
    [InlineData("Host=one,two;Database=shop", "Host=one,two:5433;Database=shop", false)]
    [InlineData("Host=db;Database=shop", "Host=db;Database=other", false)]
    [InlineData("Host=db;Database=shop", "Host=other;Database=shop", false)]
    [InlineData("Host=db;Database=shop", "Host=db;Port=5433;Database=shop", false)]
    [InlineData("Host=db;Database=shop", "Host=db;Database=shop;Search Path=tenant", false)]
    [InlineData("Host=db;Database=shop;Search Path=tenant,public", "Host=db;Database=shop;SearchPath='tenant, public'", true)]
    [InlineData("Host=db;Database=shop;Search Path=one", "Host=db;Database=shop;Search Path=two", false)]
    [InlineData("Host=db;Database=shop;Search Path=one", "Host=db;Database=shop;Options=-c search_path=two", false)]
    [InlineData("Host=db;Database=shop;Search Path=one", "Host=db;Database=shop;Options='-c search_path=one -c geqo=off'", true)]
    public void On_PostgreSQL_that_is_the_server_with_its_port_the_database_and_the_search_path(string outbox, string shop, bool isServed) =>
        Check(NpgsqlDataSource.Create(outbox), new NpgsqlConnection(shop), isServed);

    [Theory]
    [InlineData("Server=db;Database=shop", "Server=db;Port=3306;Database=shop", true)]
    [InlineData("Server=db;Database=shop", "Server=db;Port=3307;Database=shop", false)]
    [InlineData("Server=db;Port=3307;Database=shop", "Server=db;Port=3307;Database=shop;Pooling=false", true)]
    [InlineData("Server=db;Database=shop", "Server=DB;Database=shop", true)]
    [InlineData("Server=db;Database=shop", "Server=db;Database=Shop", false)]
    [InlineData("Server=db;Database=shop", "Server=db;Database=other", false)]
    public void On_MySQL_that_is_the_server_with_its_port_and_the_database(string outbox, string shop, bool isServed) =>
        Check(new MySqlDataSource(outbox), new MySqlConnection(shop), isServed);

    [Theory]
    [InlineData("Server=db;Database=shop", "Data Source=DB;Initial Catalog=Shop", true)]
    [InlineData("Server=db;Database=shop", "Server=db,1434;Database=shop", false)]
    [InlineData("Server=db;Database=shop", "Server=db;Database=other", false)]
    public void On_SQL_Server_that_is_the_server_with_its_port_and_the_database(string outbox, string shop, bool isServed) =>
        Check(SqlClientFactory.Instance.CreateDataSource(outbox), new SqlConnection(shop), isServed);

    [Theory]
    [InlineData("Data Source=shop.db", "Filename=./shop.db;Mode=ReadOnly", true)]
    [InlineData("Data Source=shop.db", "Data Source=Shop.db", false)]
    [InlineData("Data Source=shop.db", "Data Source=folder/shop.db", false)]
    public void On_SQLite_that_is_the_path_whether_or_not_the_file_exists_yet(string outbox, string shop, bool isServed) =>
        Check(SqliteFactory.Instance.CreateDataSource(outbox), new SqliteConnection(shop), isServed);

    [Fact]
    public void Where_the_outboxs_tables_have_a_schema_the_search_path_decides_nothing()
    {
        using var source = NpgsqlDataSource.Create("Host=db;Database=shop;Search Path=one");
        using var shop = new NpgsqlConnection("Host=db;Database=shop;Search Path=two");

        Assert.True(new DataSourceDatabase(source, createsTables: false, new OutboxTable(OutboxDatabase.RowsTable, "shared")).Serves(shop));
    }

    [Fact]
    public async Task On_SQLite_an_open_connection_through_a_link_is_one_to_the_same_file()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows lets only some users create links.");
        DirectoryInfo folder = Directory.CreateTempSubdirectory("shop-");
        try
        {
            string link = Path.Combine(folder.FullName, "link");
            Directory.CreateSymbolicLink(link, folder.CreateSubdirectory("target").FullName);
            await using DbDataSource source = SqliteFactory.Instance.CreateDataSource($"Data Source={link}/shop.db;Pooling=False");
            var database = new DataSourceDatabase(source, createsTables: false);
            await using DbConnection shop = await source.OpenConnectionAsync(TestContext.Current.CancellationToken);

            Assert.True(database.Serves(shop));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static void Check(DbDataSource source, DbConnection shop, bool isServed)
    {
        using (source)
        using (shop)
        {
            Assert.Equal(isServed, new DataSourceDatabase(source, createsTables: false).Serves(shop));
        }
    }
}
