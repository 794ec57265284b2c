namespace Rokt.EventApi.Outbox.Tests.Stores;

public sealed class MariaDbDataSourceStoreTests(MariaDbServer server) : StoreContract
{
    protected override TestStore Create() => DataSourceStore.OnMariaDb(server);
}
