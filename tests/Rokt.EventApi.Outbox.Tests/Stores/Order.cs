namespace Rokt.EventApi.Outbox.Tests.Stores;

/// <summary>What a shop keeps; open to proxies and compiled models.</summary>
public class Order
{
    public virtual int Id { get; init; }

    public virtual required string Number { get; init; }
}
