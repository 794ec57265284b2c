namespace Rokt.EventApi.Outbox.Storage;

/// <summary>A conversion to store; it is due at once.</summary>
/// <param name="Id">Given by whoever stores it, so that no database has to: unique across tables, and known before the payload is encrypted.</param>
/// <param name="Payload">The body of the request, as <see cref="PayloadCodec"/> wrote it.</param>
/// <param name="Version">How it was written.</param>
/// <param name="Created">When it was enqueued, in Unix milliseconds.</param>
internal sealed record NewRow(Guid Id, byte[] Payload, int Version, long Created)
{
    /// <summary>Creates an id. Where .NET can, ids grow with time, so that an index grows at its end.</summary>
    public static Guid NewId(DateTimeOffset now) =>
#if NET9_0_OR_GREATER
        Guid.CreateVersion7(now);
#else
        Guid.NewGuid();
#endif
}
