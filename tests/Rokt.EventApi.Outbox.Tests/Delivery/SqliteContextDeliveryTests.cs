using Rokt.EventApi.Outbox.Tests.Stores;

namespace Rokt.EventApi.Outbox.Tests.Delivery;

public sealed class SqliteContextDeliveryTests : SharedDeliveryContract
{
    protected override TestStore Create() => ContextStore.OnSqlite();
}
