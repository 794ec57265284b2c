namespace Rokt.EventApi.Outbox.Outages;

/// <summary>What a failed delivery means.</summary>
/// <param name="IsItsOwn">Whether others succeed, so that the conversion itself is at fault.</param>
/// <param name="BeginsOutage">Whether it is the first sign of an outage.</param>
/// <param name="Wait">How long the API is left alone.</param>
internal readonly record struct Failure(bool IsItsOwn, bool BeginsOutage, TimeSpan Wait);
