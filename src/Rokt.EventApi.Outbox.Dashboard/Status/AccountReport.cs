using Rokt.EventApi.Outbox.Dashboard.Traffic;

namespace Rokt.EventApi.Outbox.Dashboard.Status;

/// <summary>How an account stands.</summary>
/// <param name="Name">The account's name; empty for the one without a name.</param>
/// <param name="IsRegistered">Whether it has an outbox in this application. Of another, no more than the depth is known.</param>
/// <param name="Status">Its status; null when the store could not be read.</param>
/// <param name="Reasons">How many conversions are in dead letter, by reason, most first.</param>
/// <param name="Limit">The account's limit of requests per second; null for none, or one of the application's own.</param>
/// <param name="Problem">Why the store could not be read; null when it was.</param>
internal sealed record AccountReport(
    string Name, bool IsRegistered, OutboxStatus? Status, IReadOnlyList<ReasonCount> Reasons, double? Limit, string? Problem)
{
    /// <summary>Gets what this instance sent; null for an account of others.</summary>
    public TrafficReport? Traffic { get; init; }
}
