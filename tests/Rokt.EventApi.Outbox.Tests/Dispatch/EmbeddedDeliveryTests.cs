using Rokt.EventApi.Outbox.Tests.Stores;

namespace Rokt.EventApi.Outbox.Tests.Dispatch;

public sealed class EmbeddedDeliveryTests : DeliveryContract
{
    protected override TestStore Create() => new EmbeddedStore();
}
