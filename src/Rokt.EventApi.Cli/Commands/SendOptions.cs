using Rokt.EventApi.Cli.Exports;

namespace Rokt.EventApi.Cli.Commands;

/// <summary>What the user asked <c>rokt send</c> for.</summary>
internal sealed record SendOptions
{
    public required IReadOnlyList<string> Files { get; init; }

    public required MappingOptions Mapping { get; init; }

    public EventEnvironment? Environment { get; init; }

    public bool DryRun { get; init; }

    public bool Yes { get; init; }

    public bool Json { get; init; }

    public bool AllowOld { get; init; }

    public bool SkipUnpaid { get; init; }

    public double MaxInvalid { get; init; }

    public double? Rate { get; init; }

    public string? Journal { get; init; }

    public string? Rejects { get; init; }

    public string? SaveMap { get; init; }

    public string? Settings { get; init; }

    public string? Profile { get; init; }
}
