namespace Rokt.EventApi.Outbox.Storage;

/// <summary>A conversion to store; it is due at once.</summary>
internal sealed record NewRow(byte[] Payload, int Version, long Created);
