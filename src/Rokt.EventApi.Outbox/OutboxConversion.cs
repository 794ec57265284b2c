namespace Rokt.EventApi.Outbox;

/// <summary>Describes what the outbox knows of a conversion; without its content.</summary>
public sealed class OutboxConversion
{
    /// <summary>Gets its id in the store.</summary>
    public Guid Id { get; init; }

    /// <summary>Gets its confirmation reference, up to 256 characters of it; null when it has none.</summary>
    public string? ConfirmationRef { get; init; }

    /// <summary>Gets what has become of it.</summary>
    public OutboxConversionState State { get; init; }

    /// <summary>Gets the time at which it was enqueued, or from which it could be delivered (<see cref="EnqueueOptions.NotBefore"/>) once that has come.</summary>
    public DateTimeOffset EnqueuedAt { get; init; }

    /// <summary>Gets the time before which it is not delivered, or at which it was requeued; null for none. Unknown, and null, once it was delivered.</summary>
    public DateTimeOffset? NotBefore { get; init; }

    /// <summary>Gets the time of the next attempt, at the earliest; null when it is not pending.</summary>
    public DateTimeOffset? NextAttemptAt { get; init; }

    /// <summary>Gets the time at which it was moved to dead letter; null when it was not.</summary>
    public DateTimeOffset? DeadLetteredAt { get; init; }

    /// <summary>Gets the time at which it was delivered; null when it was not.</summary>
    public DateTimeOffset? DeliveredAt { get; init; }

    /// <summary>Gets how often it failed while others succeeded.</summary>
    public int Failures { get; init; }

    /// <summary>Gets why it is in dead letter or was postponed, such as <c>rejected 400</c>; empty for no reason.</summary>
    public string Reason { get; init; } = "";

    /// <summary>Gets the codes of its errors when it is in dead letter, such as <c>BAD_REQUEST</c> of the server or <c>timeout</c> of the client; never an error message.</summary>
    public IReadOnlyList<string> ErrorCodes { get; init; } = [];
}
