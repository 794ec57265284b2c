using System.Data.Common;

namespace Rokt.EventApi.Outbox.Relational;

/// <summary>What one database says differently from the others. Braces stand for names of tables and columns, see <see cref="Statements"/>.</summary>
internal abstract class Dialect
{
    /// <summary>Gets the statements that create the tables where they are missing.</summary>
    public abstract IReadOnlyList<string> CreateTables { get; }

    /// <summary>Gets the clause behind ORDER BY that limits a result to <c>@limit</c> rows.</summary>
    public virtual string Limit => "LIMIT @limit";

    /// <summary>Gets what stands behind a table that is read, so that an open transaction of an order does not hold up the reading of others.</summary>
    public virtual string SkipLocked => "";

    /// <summary>Gets the query of the database's clock in Unix milliseconds; null where its clock is this machine's.</summary>
    public abstract string? ReadClock { get; }

    /// <summary>Gets the statement that comes first on a connection to a database that others use as well; null for none.</summary>
    public virtual string? OnOpened => null;

    /// <summary>Gets whether the database lets one connection write at a time, and the others try again until it is their turn.</summary>
    public virtual bool HasOneWriter => false;

    /// <summary>Gets whether a schema can stand before the name of a table.</summary>
    public virtual bool HasSchemas => true;

    /// <summary>Gets how the names of servers, databases and schemas are compared.</summary>
    public virtual StringComparison NameComparison => StringComparison.OrdinalIgnoreCase;

    public abstract string Quote(string name);

    /// <summary>Returns an id as the database's parameter.</summary>
    public virtual object Id(Guid id) => id;

    /// <summary>Returns the database and the server that a connection leads to, as its connection string shows.</summary>
    public virtual string Locate(DbConnection connection) => $"\"{connection.Database}\" at \"{connection.DataSource}\"";

    /// <summary>Returns the schemas in which a connection looks for a table, as its connection string shows; null for the server's own choice.</summary>
    public virtual string? SearchPath(DbConnection connection) => null;

    /// <summary>Returns the dialect of a provider's connections.</summary>
    /// <exception cref="InvalidOperationException">There is none.</exception>
    public static Dialect For(Type connectionType) => connectionType.FullName switch
    {
        "Npgsql.NpgsqlConnection" => new PostgreSqlDialect(),
        "Microsoft.Data.SqlClient.SqlConnection" or "System.Data.SqlClient.SqlConnection" => new SqlServerDialect(),
        "MySqlConnector.MySqlConnection" or "MySql.Data.MySqlClient.MySqlConnection" => new MySqlDialect(),
        "Microsoft.Data.Sqlite.SqliteConnection" or "System.Data.SQLite.SQLiteConnection" => new SqliteDialect(),
        string name => throw new InvalidOperationException(
            $"The outbox does not know the database provider {name}: it keeps its rows in PostgreSQL (Npgsql), SQL Server (Microsoft.Data.SqlClient), MySQL or MariaDB (MySqlConnector) or SQLite (Microsoft.Data.Sqlite). A wrapper around one of them has to be taken off for the outbox."),
        null => throw new ArgumentException("The connection's type has no name.", nameof(connectionType)),
    };

    /// <summary>Returns what a connection string says under one of the names that its providers have for a setting; null for nothing.</summary>
    protected static string? Setting(DbConnection connection, params ReadOnlySpan<string> names)
    {
        var settings = new DbConnectionStringBuilder { ConnectionString = connection.ConnectionString };
        foreach (string name in names)
        {
            if (settings.TryGetValue(name, out object? value) && value.ToString() is { Length: > 0 } text)
            {
                return text;
            }
        }

        return null;
    }
}
