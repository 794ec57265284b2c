using System.ComponentModel;

namespace Rokt.EventApi.Outbox;

/// <summary>Represents a conversion as it is stored when it is new.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Account">The account's name.</param>
/// <param name="Payload">The body of the request, possibly encrypted.</param>
/// <param name="Version">How the payload is written.</param>
/// <param name="Created">When it was enqueued, in Unix milliseconds; without <see cref="NotBefore"/>, it is due then, too.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed record OutboxRecord(Guid Id, string Account, byte[] Payload, int Version, long Created)
{
    /// <summary>Gets the confirmation reference, as it is stored; null without one.</summary>
    public string? ConfirmationRef { get; init; }

    /// <summary>Gets the keyed hashes of the customer; null for none.</summary>
    public string? CustomerHash { get; init; }

    /// <summary>Gets the time before which it is not delivered, in Unix milliseconds; 0 for at once.</summary>
    public long NotBefore { get; init; }

    /// <summary>Returns the id and the account; never the payload.</summary>
    public override string ToString() => $"{Id} ({Account})";
}
