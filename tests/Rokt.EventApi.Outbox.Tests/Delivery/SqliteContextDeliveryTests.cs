using Rokt.EventApi.Outbox.Tests.Stores;

namespace Rokt.EventApi.Outbox.Tests.Delivery;

public sealed class SqliteContextDeliveryTests : DeliveryContract
{
    protected override TestStore Create() => ContextStore.OnSqlite();
}
