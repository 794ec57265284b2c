namespace Rokt.EventApi.Outbox.FaultTests;

/// <summary>The stores that faults are tried on.</summary>
public enum StoreKind
{
    /// <summary>A file of its own; one process uses it.</summary>
    File,

    /// <summary>The shop's DbContext on SQLite.</summary>
    EfSqlite,

    /// <summary>The shop's DbContext on PostgreSQL.</summary>
    EfPostgres,

    /// <summary>ADO.NET on PostgreSQL.</summary>
    Postgres,

    /// <summary>ADO.NET on MariaDB.</summary>
    MariaDb,
}
