namespace Rokt.EventApi.Outbox;

/// <summary>Describes a conversion that will not be delivered; without its content.</summary>
public sealed class DeadLetter
{
    /// <summary>Gets its id in the store.</summary>
    public Guid Id { get; init; }

    /// <summary>Gets the time at which it was enqueued.</summary>
    public DateTimeOffset EnqueuedAt { get; init; }

    /// <summary>Gets the time at which it was moved to dead letter.</summary>
    public DateTimeOffset DeadLetteredAt { get; init; }

    /// <summary>Gets how often it failed while others succeeded.</summary>
    public int Failures { get; init; }

    /// <summary>Gets why, such as <c>rejected 400</c>, <c>too old</c> or <c>unavailable 500</c>: class and status, never the server's text.</summary>
    public string Reason { get; init; } = "";

    /// <summary>Gets its confirmation reference, up to 256 characters of it; null when it has none.</summary>
    public string? ConfirmationRef { get; init; }

    /// <summary>Gets the codes of its errors, such as <c>BAD_REQUEST</c> of the server or <c>timeout</c> of the client; never an error message. Empty when there are none.</summary>
    public IReadOnlyList<string> ErrorCodes { get; init; } = [];
}
