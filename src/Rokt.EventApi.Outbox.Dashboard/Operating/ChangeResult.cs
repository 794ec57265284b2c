namespace Rokt.EventApi.Outbox.Dashboard.Operating;

/// <summary>What was done.</summary>
/// <param name="Count">How many conversions it was done to.</param>
/// <param name="IsInFlight">Whether the conversion was left alone, because it may be in flight.</param>
internal sealed record ChangeResult(int Count, bool IsInFlight = false);
