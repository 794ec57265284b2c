namespace Rokt.EventApi.Benchmarks.Sends;

/// <summary>
/// How whole sends are measured. With one request at a time the system keeps client and server on one core for seconds on end,
/// then on two, where a round trip takes nearly twice as long; so single sends are measured both ways.
/// </summary>
/// <param name="Concurrency">How many sends at once.</param>
/// <param name="Least">The share of the raw client's sends to reach; zero: none.</param>
/// <param name="Cores">On one core for client and server or on two, one each; null: where the system puts them.</param>
internal sealed record SendCase(int Concurrency, double Least = 0, int? Cores = null)
{
    public static readonly IReadOnlyList<SendCase> All =
    [
        new(1, 0.95, Cores: 2),
        new(1, 0.95, Cores: 1),
        new(16, 0.85),
        new(64),
    ];

    /// <summary>What the page calls it.</summary>
    public string Name => Cores switch { null => $"{Concurrency}", 1 => $"{Concurrency} on one core", _ => $"{Concurrency} on two cores" };
}
