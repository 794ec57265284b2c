namespace Rokt.EventApi.Outbox.Delivery;

/// <summary>What a delivery that failed means.</summary>
/// <param name="IsItsOwn">Whether others succeed, so that the fault is the conversion's own.</param>
/// <param name="BeginsOutage">Whether it is the first sign of an outage.</param>
/// <param name="Wait">How long the API is left alone.</param>
internal readonly record struct Failure(bool IsItsOwn, bool BeginsOutage, TimeSpan Wait);
