using Rokt.EventApi.Outbox.Tests.Stores;

namespace Rokt.EventApi.Outbox.Tests.Delivery;

public sealed class MariaDbDataSourceDeliveryTests(MariaDbServer server) : SharedDeliveryContract
{
    protected override TestStore Create() => DataSourceStore.OnMariaDb(server);
}
