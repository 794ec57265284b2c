namespace Rokt.EventApi.Outbox;

/// <summary>Describes the status of an outbox.</summary>
public sealed class OutboxStatus
{
    /// <summary>Gets how many conversions wait for their delivery.</summary>
    public long Pending { get; init; }

    /// <summary>Gets the time at which the oldest of them was enqueued; null when none waits.</summary>
    public DateTimeOffset? OldestPending { get; init; }

    /// <summary>Gets how many of them this instance is sending, or about to send, at the moment; 0 where another delivers.</summary>
    public int InFlight { get; init; }

    /// <summary>Gets how many conversions wait for their <see cref="EnqueueOptions.NotBefore"/>, counted up to 10,000. They are not among <see cref="Pending"/>.</summary>
    public long Scheduled { get; init; }

    /// <summary>Gets how many conversions were moved to dead letter and are kept.</summary>
    public long DeadLettered { get; init; }

    /// <summary>Gets how many conversions wait in the same store under accounts that no instance delivers, because they were renamed or removed.</summary>
    public long Unregistered { get; init; }

    /// <summary>Gets what the delivery does, whichever instance delivers. Another instance knows of a change within 5 seconds.</summary>
    public OutboxState State { get; init; }

    /// <summary>
    /// Gets what the delivery meets when it is not <see cref="OutboxState.Delivering"/>, such as <c>unavailable 503</c> or
    /// <c>refused 401</c>: class and status, never the server's text. Null where it is not known, and while an operator has paused it.
    /// </summary>
    public string? Cause { get; init; }

    /// <summary>Gets whether delivery waits for somebody: an operator paused it, or the server refuses the credentials.</summary>
    public bool IsPaused => State is OutboxState.Paused or OutboxState.CredentialsRefused;

    /// <summary>Gets whether some instance of the application delivers, or is about to.</summary>
    public bool HasDispatcher { get; init; }

    /// <summary>Gets which instance delivers, as its machine and process: <c>web-3 (process 4711)</c>. Null when none does, or it is not known.</summary>
    public string? Dispatcher { get; init; }
}
