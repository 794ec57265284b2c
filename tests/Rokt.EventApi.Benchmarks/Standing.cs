namespace Rokt.EventApi.Benchmarks;

/// <summary>How a contender stands over all rounds.</summary>
/// <param name="Name">The contender.</param>
/// <param name="Ratio">The median of its ratios to the first contender, each within one round.</param>
/// <param name="PerSecond">The median of its rounds.</param>
/// <param name="Bytes">The median of its rounds.</param>
internal sealed record Standing(string Name, double Ratio, double PerSecond, double Bytes);
