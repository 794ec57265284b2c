namespace Rokt.EventApi.Outbox.Tests.Stores;

public sealed class SqliteContextStoreTests : StoreContract
{
    protected override TestStore Create() => ContextStore.OnSqlite();
}
