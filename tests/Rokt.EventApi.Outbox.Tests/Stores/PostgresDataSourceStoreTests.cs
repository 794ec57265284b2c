namespace Rokt.EventApi.Outbox.Tests.Stores;

public sealed class PostgresDataSourceStoreTests(PostgresServer server) : StoreContract
{
    protected override TestStore Create() => DataSourceStore.OnPostgres(server);
}
