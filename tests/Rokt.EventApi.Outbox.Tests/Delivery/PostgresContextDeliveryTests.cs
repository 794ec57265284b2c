using Rokt.EventApi.Outbox.Tests.Stores;

namespace Rokt.EventApi.Outbox.Tests.Delivery;

public sealed class PostgresContextDeliveryTests(PostgresServer server) : SharedDeliveryContract
{
    protected override TestStore Create() => ContextStore.OnPostgres(server);
}
