using Rokt.EventApi.Outbox.Tests.Stores;

namespace Rokt.EventApi.Outbox.Tests.Delivery;

public sealed class EmbeddedDeliveryTests : DeliveryContract
{
    protected override TestStore Create() => new EmbeddedStore();
}
