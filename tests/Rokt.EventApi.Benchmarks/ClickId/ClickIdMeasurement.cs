namespace Rokt.EventApi.Benchmarks.ClickId;

/// <summary>Runs <see cref="ClickIdBenchmarks"/>.</summary>
internal static class ClickIdMeasurement
{
    private static readonly Dictionary<string, string> Names = new()
    {
        [nameof(ClickIdBenchmarks.Without)] = "a pipeline without the middleware",
        [nameof(ClickIdBenchmarks.Plain)] = "no query, no cookie",
        [nameof(ClickIdBenchmarks.Usual)] = "a query and cookies of others",
    };

    public static IReadOnlyList<Standing> Run(Effort effort, string artifacts) =>
        MicroBenchmark.Run<ClickIdBenchmarks>(Names, effort, artifacts);
}
