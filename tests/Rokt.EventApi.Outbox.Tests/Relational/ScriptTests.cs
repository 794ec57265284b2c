using Rokt.EventApi.Outbox.Relational;

namespace Rokt.EventApi.Outbox.Tests.Relational;

/// <summary>The scripts that create the tables are documented.</summary>
public sealed class ScriptTests
{
    [Theory]
    [InlineData("postgresql.sql", "Npgsql.NpgsqlConnection, Npgsql")]
    [InlineData("sqlserver.sql", "Microsoft.Data.SqlClient.SqlConnection, Microsoft.Data.SqlClient")]
    [InlineData("mysql.sql", "MySqlConnector.MySqlConnection, MySqlConnector")]
    [InlineData("sqlite.sql", "Microsoft.Data.Sqlite.SqliteConnection, Microsoft.Data.Sqlite")]
    public void The_documented_script_is_the_one_that_creates_the_tables(string file, string connectionType)
    {
        var statements = new Statements(
            Dialect.For(Type.GetType(connectionType, throwOnError: true)!), new OutboxTable(OutboxDatabase.RowsTable), new OutboxTable(OutboxDatabase.LeasesTable), new OutboxTable(OutboxDatabase.LedgerTable));

        Assert.Equal(
            string.Join("\n\n", statements.CreateTables.Select(text => $"{text};")).ReplaceLineEndings("\n") + "\n",
            File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Scripts", file)).ReplaceLineEndings("\n"));
    }
}
