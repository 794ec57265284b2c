namespace Rokt.EventApi.Outbox.Measurements;

internal sealed class Order
{
    public int Id { get; init; }

    public required string Number { get; init; }

    public decimal Total { get; init; }
}
