namespace Rokt.EventApi.Outbox.Tests.Stores;

public sealed class EmbeddedStoreTests : StoreContract
{
    protected override TestStore Create() => new EmbeddedStore();
}
