using Rokt.EventApi.Benchmarks.Aot;
using Rokt.EventApi.Benchmarks.Distance;
using Rokt.EventApi.Benchmarks.Sends;

namespace Rokt.EventApi.Benchmarks;

/// <summary>All that was measured.</summary>
internal sealed record Results
{
    public required IReadOnlyList<Standing> Serialization { get; init; }

    public required IReadOnlyList<Standing> ClickId { get; init; }

    public required IReadOnlyList<(SendCase Case, IReadOnlyList<Standing> Standings)> Sends { get; init; }

    public required IReadOnlyList<Standing> Stream { get; init; }

    public required IReadOnlyList<(int Events, long Bytes)> StreamMemory { get; init; }

    public required IReadOnlyList<DistanceStanding> Distance { get; init; }

    public required IReadOnlyList<Standing> Batches { get; init; }

    public required IReadOnlyList<NativeStanding> Aot { get; init; }
}
