namespace Rokt.EventApi.Outbox.Tests.Stores;

internal sealed class Order
{
    public int Id { get; init; }

    public required string Number { get; init; }
}
