using Rokt.EventApi.Serialization;

namespace Rokt.EventApi;

/// <summary>
/// Holds a conversion exactly as it is sent: the bytes of its request, with a request id that never changes. It is immutable, made by
/// <see cref="IPreparedConversionClient.Prepare"/>, for a queue that stores it and sends it later.
/// </summary>
/// <remarks>However often it is sent, the bytes are the same, so the server recognizes a repeat by its request id.</remarks>
/// <example>
/// <code>
/// if (client.Prepare(conversion) is { } prepared)
/// {
///     await queue.StoreAsync(prepared.Body);
/// }
///
/// // later, in any process
/// SendResult result = await client.SendAsync(PreparedConversion.FromBody(body), options, cancellationToken);
/// </code>
/// </example>
public sealed class PreparedConversion
{
    private PreparedConversion(byte[] body, PreparedBody content)
    {
        Body = body;
        RequestId = content.RequestId;
        ConfirmationRef = content.ConfirmationRef;
        EventTime = content.EventTime;
    }

    /// <summary>Gets the JSON of the request, in UTF-8. It holds personal data.</summary>
    public ReadOnlyMemory<byte> Body { get; }

    /// <summary>Gets the request id (<c>source_request_id</c>), by which the server recognizes a repeat.</summary>
    public string RequestId { get; }

    /// <summary>Gets the confirmation reference, by which Rokt deduplicates conversions; null when the conversion has none.</summary>
    public string? ConfirmationRef { get; }

    /// <summary>Gets when the conversion happened (<c>timestamp_unixtime_ms</c>); null when the server takes the time of arrival.</summary>
    public DateTimeOffset? EventTime { get; }

    /// <summary>Creates a prepared conversion from the bytes that a queue stored.</summary>
    /// <param name="body">The bytes of <see cref="Body"/>. They are copied.</param>
    /// <returns>The prepared conversion, equal to the one that was stored.</returns>
    /// <exception cref="FormatException">The bytes are not those of a prepared conversion. The message quotes none of them.</exception>
    public static PreparedConversion FromBody(ReadOnlyMemory<byte> body) => Create(body.ToArray());

    /// <summary>Returns the size; no personal data.</summary>
    public override string ToString() => FormattableString.Invariant($"Prepared conversion ({Body.Length} bytes)");

    internal static PreparedConversion Create(byte[] owned) => new(owned, PreparedBody.Read(owned));
}
