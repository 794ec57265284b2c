namespace Rokt.EventApi.Outbox.Dashboard.Status;

/// <summary>How many conversions are in dead letter for a reason.</summary>
internal sealed record ReasonCount(string Reason, long Count);
