namespace Rokt.EventApi.Outbox.Storage;

/// <summary>A conversion to store.</summary>
/// <param name="Id">Given by whoever stores it, so that no database has to: unique across tables, and known before the payload is encrypted.</param>
/// <param name="Payload">The body of the request, as <see cref="PayloadCodec"/> wrote it.</param>
/// <param name="Version">How it was written.</param>
/// <param name="Created">When it was enqueued, in Unix milliseconds.</param>
internal sealed record NewRow(Guid Id, byte[] Payload, int Version, long Created)
{
    /// <summary>The confirmation reference, as <see cref="StoredReference"/> writes it.</summary>
    public string? ConfirmationRef { get; init; }

    /// <summary>The customer, as <see cref="CustomerHashes"/> writes it.</summary>
    public string? CustomerHash { get; init; }

    /// <summary>When it is due, in Unix milliseconds; 0 for at once.</summary>
    public long NotBefore { get; init; }

    public OutboxRecord ToRecord(string account) => new(Id, account, Payload, Version, Created)
    {
        ConfirmationRef = ConfirmationRef,
        CustomerHash = CustomerHash,
        NotBefore = NotBefore,
    };

    /// <summary>Creates an id. Where .NET can, ids grow with time, so that an index grows at its end.</summary>
    public static Guid NewId(DateTimeOffset now) =>
#if NET9_0_OR_GREATER
        Guid.CreateVersion7(now);
#else
        Guid.NewGuid();
#endif
}
