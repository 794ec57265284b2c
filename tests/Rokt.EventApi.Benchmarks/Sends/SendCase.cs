namespace Rokt.EventApi.Benchmarks.Sends;

/// <summary>How whole sends are measured.</summary>
/// <param name="Key">Where the page has its table.</param>
/// <param name="Name">What the page calls it: its concurrency, and where it runs.</param>
/// <param name="Concurrency">How many sends at once.</param>
/// <param name="Least">The share of the raw client's sends to reach; zero: none.</param>
/// <param name="Placement">Which cores client and server have; null: where the system puts them.</param>
internal sealed record SendCase(string Key, string Name, int Concurrency, double Least = 0, Placement? Placement = null)
{
    public static readonly IReadOnlyList<SendCase> All =
    [
        new("1-apart", "1 on two cores", 1, 0.95, Sends.Placement.Apart),
        new("1-together", "1 on one core", 1, 0.95, Sends.Placement.Together),
        new("16", "16", 16, 0.85),
        new("64", "64", 64),
    ];
}
