namespace Rokt.EventApi.Outbox.Dashboard.Traffic;

/// <summary>The requests of one second, by their outcome.</summary>
internal sealed record Tally(int Accepted, int Refused, int Throttled, int Failed)
{
    public static readonly Tally Empty = new(0, 0, 0, 0);
}
