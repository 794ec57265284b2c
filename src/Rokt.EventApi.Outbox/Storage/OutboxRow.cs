namespace Rokt.EventApi.Outbox.Storage;

/// <summary>A pending conversion as it is stored.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Payload">The body of the request, as <see cref="PayloadCodec"/> wrote it.</param>
/// <param name="Version">How it was written.</param>
/// <param name="Created">When it was enqueued, in Unix milliseconds.</param>
/// <param name="Due">When it may go, in Unix milliseconds.</param>
/// <param name="Failures">How often it failed while others succeeded.</param>
internal sealed record OutboxRow(Guid Id, byte[] Payload, int Version, long Created, long Due, int Failures)
{
    /// <summary>Before when it was not to be delivered, in Unix milliseconds; 0 for any time.</summary>
    public long NotBefore { get; init; }

    /// <summary>The version of a row of which more than the id could not be read.</summary>
    public const int Damaged = 0;
}
