namespace Rokt.EventApi.Outbox;

/// <summary>How an outbox stands.</summary>
public sealed class OutboxStatus
{
    internal OutboxStatus()
    {
    }

    /// <summary>How many conversions wait for their delivery.</summary>
    public long Pending { get; internal init; }

    /// <summary>When the oldest of them was enqueued; null when none waits.</summary>
    public DateTimeOffset? OldestPending { get; internal init; }

    /// <summary>How many conversions are dead.</summary>
    public long Dead { get; internal init; }

    /// <summary>Whether this process delivers and has paused, because the server refuses the credentials; it goes on when they change.</summary>
    public bool IsPaused { get; internal init; }

    /// <summary>Whether some instance of the application delivers at present.</summary>
    public bool HasDispatcher { get; internal init; }
}
