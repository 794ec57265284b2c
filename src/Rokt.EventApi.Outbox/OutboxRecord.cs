using System.ComponentModel;

namespace Rokt.EventApi.Outbox;

/// <summary>A conversion as it is stored when it is new.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Account">The account's name.</param>
/// <param name="Payload">The body of the request, possibly encrypted.</param>
/// <param name="Version">How the payload is written.</param>
/// <param name="Created">When it was enqueued, in Unix milliseconds; it is due then, too.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed record OutboxRecord(Guid Id, string Account, byte[] Payload, int Version, long Created)
{
    /// <summary>Returns the id and the account; never the payload.</summary>
    public override string ToString() => $"{Id} ({Account})";
}
