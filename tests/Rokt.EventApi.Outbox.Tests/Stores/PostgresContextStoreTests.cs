namespace Rokt.EventApi.Outbox.Tests.Stores;

public sealed class PostgresContextStoreTests(PostgresServer server) : StoreContract
{
    protected override TestStore Create() => ContextStore.OnPostgres(server);
}
