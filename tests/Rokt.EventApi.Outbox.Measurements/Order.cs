namespace Rokt.EventApi.Outbox.Measurements;

internal sealed class Order
{
    public required string Number { get; init; }

    public decimal Total { get; init; }
}
