namespace Rokt.EventApi.Outbox.FaultTests;

/// <summary>The columns of the table of faults.</summary>
public static class Stores
{
    public static TheoryData<StoreKind> All => [StoreKind.File, StoreKind.EfSqlite, StoreKind.EfPostgres, StoreKind.Postgres, StoreKind.MariaDb];

    /// <summary>Those that several processes share.</summary>
    public static TheoryData<StoreKind> Shared => [StoreKind.EfSqlite, StoreKind.EfPostgres, StoreKind.Postgres, StoreKind.MariaDb];
}
