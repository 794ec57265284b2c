namespace Rokt.EventApi.Serialization;

/// <summary>The body of one request, written once; every attempt sends the same bytes.</summary>
/// <param name="Body">The JSON, in UTF-8.</param>
/// <param name="EventCount">How many events it holds.</param>
/// <param name="HasConfirmationRefs">Whether each of them can be deduplicated.</param>
/// <param name="Buffer">Whose memory the body is; null when it belongs to nobody else.</param>
internal readonly record struct Payload(ReadOnlyMemory<byte> Body, int EventCount, bool HasConfirmationRefs, PayloadBuffer? Buffer = null);
