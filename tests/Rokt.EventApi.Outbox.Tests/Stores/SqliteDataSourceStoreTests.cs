namespace Rokt.EventApi.Outbox.Tests.Stores;

public sealed class SqliteDataSourceStoreTests : StoreContract
{
    protected override TestStore Create() => DataSourceStore.OnSqlite();
}
