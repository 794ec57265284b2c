namespace Rokt.EventApi.Outbox.Delivery;

/// <summary>How the delivery of a row ended.</summary>
/// <param name="IsRecorded">Whether the store knows what became of the row; otherwise it is as it was.</param>
/// <param name="ResponseTime">How long the server took to respond; null if it did not.</param>
internal readonly record struct DeliveryResult(bool IsRecorded, TimeSpan? ResponseTime = null);
