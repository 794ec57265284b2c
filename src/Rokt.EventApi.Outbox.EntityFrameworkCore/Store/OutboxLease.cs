namespace Rokt.EventApi.Outbox.EntityFrameworkCore.Store;

/// <summary>Which process delivers an account's conversions.</summary>
internal sealed class OutboxLease
{
    public required string Account { get; init; }

    public Guid? Owner { get; init; }

    public long Beat { get; init; }

    public OutboxState State { get; init; }

    public bool Paused { get; init; }
}
