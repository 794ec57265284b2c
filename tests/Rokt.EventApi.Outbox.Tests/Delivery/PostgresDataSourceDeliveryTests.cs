using Rokt.EventApi.Outbox.Tests.Stores;

namespace Rokt.EventApi.Outbox.Tests.Delivery;

public sealed class PostgresDataSourceDeliveryTests(PostgresServer server) : SharedDeliveryContract
{
    protected override TestStore Create() => DataSourceStore.OnPostgres(server);
}
