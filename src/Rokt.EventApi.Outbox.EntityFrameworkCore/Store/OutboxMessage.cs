namespace Rokt.EventApi.Outbox.EntityFrameworkCore.Store;

/// <summary>A conversion in the shop's database.</summary>
internal sealed class OutboxMessage
{
    public const int Pending = 0;
    public const int Dead = 1;

    public Guid Id { get; init; }

    public required string Account { get; init; }

    public required byte[] Payload { get; init; }

    public int Version { get; init; }

    public long Created { get; init; }

    /// <summary>When it may go, or when it was moved to dead letter; Unix milliseconds, because SQLite cannot order by a DateTimeOffset.</summary>
    public long Due { get; init; }

    /// <summary>When <see cref="Due"/> was decided, by the clock of who decided.</summary>
    public long Updated { get; init; }

    public int Failures { get; init; }

    public int State { get; init; }

    public string? Reason { get; init; }
}
