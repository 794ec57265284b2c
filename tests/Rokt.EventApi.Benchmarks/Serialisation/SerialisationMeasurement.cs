using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

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

    public static IReadOnlyList<Standing> Run(Effort effort, string artifacts)
    {
        // In this process: what is compared is a few microseconds of code without dependencies on the process.
        Job job = (effort.IsQuick ? Job.ShortRun : Job.Default.WithIterationCount(25)).WithToolchain(new InProcessEmitToolchain(new()));
        IConfig config = ManualConfig.CreateEmpty()
            .AddJob(job)
            .AddDiagnoser(MemoryDiagnoser.Default)
            .AddLogger(NullLogger.Instance)
            .WithOptions(ConfigOptions.DisableLogFile)
            .WithArtifactsPath(artifacts);
        Summary summary = BenchmarkRunner.Run<SerialisationBenchmarks>(config);
        double floor = Nanoseconds(summary.Reports[0]);
        return
        [
            .. summary.Reports.Select(report => new Standing(
                Names[report.BenchmarkCase.Descriptor.WorkloadMethod.Name],
                Nanoseconds(report) / floor,
                1e9 / Nanoseconds(report),
                report.GcStats.GetBytesAllocatedPerOperation(report.BenchmarkCase) ?? double.NaN)),
        ];
    }

    private static double Nanoseconds(BenchmarkReport report) =>
        report.ResultStatistics?.Median ?? throw new InvalidOperationException("A benchmark failed.");
}
