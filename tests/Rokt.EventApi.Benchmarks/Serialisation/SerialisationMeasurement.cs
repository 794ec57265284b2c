namespace Rokt.EventApi.Benchmarks.Serialisation;

/// <summary>Runs <see cref="SerialisationBenchmarks"/>.</summary>
internal static class SerialisationMeasurement
{
    private static readonly Dictionary<string, string> Names = new()
    {
        [nameof(SerialisationBenchmarks.Floor)] = "hand-written `Utf8JsonWriter`, pooled buffer",
        [nameof(SerialisationBenchmarks.SourceGenerated)] = "source-generated System.Text.Json, pooled buffer",
        [nameof(SerialisationBenchmarks.SdkSerialise)] = "this SDK's writer alone",
        [nameof(SerialisationBenchmarks.Sdk)] = "this SDK: build, validate, serialise",
    };

    public static IReadOnlyList<Standing> Run(Effort effort, string artifacts) =>
        MicroBenchmark.Run<SerialisationBenchmarks>(Names, effort, artifacts);
}
