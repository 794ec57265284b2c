namespace Rokt.EventApi.Outbox.Dashboard.Traffic;

/// <summary>What this instance sent for an account in the last minute.</summary>
/// <param name="Seconds">The requests of each second; the last one is still running.</param>
/// <param name="PerSecond">The requests per second, over the last 10 seconds.</param>
/// <param name="ThrottledShare">The share of responses that were a 429; null without requests.</param>
/// <param name="DeliveredPerMinute">How many conversions of the outbox were accepted.</param>
/// <param name="AverageDelay">The seconds from enqueuing to acceptance, on average; null when none was accepted.</param>
/// <param name="LongestDelay">The longest of them.</param>
internal sealed record TrafficReport(
    IReadOnlyList<Tally> Seconds, double PerSecond, double? ThrottledShare, int DeliveredPerMinute, double? AverageDelay, double? LongestDelay);
