using Rokt.EventApi.Outbox.Tests.Stores;

namespace Rokt.EventApi.Outbox.Tests.Delivery;

public sealed class SqliteDataSourceDeliveryTests : SharedDeliveryContract
{
    protected override TestStore Create() => DataSourceStore.OnSqlite();
}
