namespace Rokt.EventApi.Benchmarks.Serialization;

/// <summary>Runs <see cref="SerializationBenchmarks"/>.</summary>
internal static class SerializationMeasurement
{
    private static readonly Dictionary<string, string> Names = new()
    {
        [nameof(SerializationBenchmarks.Floor)] = "hand-written `Utf8JsonWriter`, pooled buffer",
        [nameof(SerializationBenchmarks.SourceGenerated)] = "source-generated System.Text.Json, pooled buffer",
        [nameof(SerializationBenchmarks.SdkSerialize)] = "this SDK's writer alone",
        [nameof(SerializationBenchmarks.Sdk)] = "this SDK: build, validate, serialize",
    };

    public static IReadOnlyList<Standing> Run(Effort effort, string artifacts) =>
        MicroBenchmark.Run<SerializationBenchmarks>(Names, effort, artifacts);
}
