using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace Rokt.EventApi.Benchmarks;

/// <summary>Runs a class of benchmarks with BenchmarkDotNet; the first one is what the others are compared with.</summary>
internal static class MicroBenchmark
{
    public static IReadOnlyList<Standing> Run<T>(IReadOnlyDictionary<string, string> names, Effort effort, string artifacts)
    {
        // In this process: what is compared is a few microseconds of code without dependencies on the process.
        Job job = (effort.IsQuick ? Job.ShortRun : Job.Default.WithIterationCount(25)).WithToolchain(new InProcessEmitToolchain(new()));
        IConfig config = ManualConfig.CreateEmpty()
            .AddJob(job)
            .AddDiagnoser(MemoryDiagnoser.Default)
            .AddLogger(NullLogger.Instance)
            .WithOptions(ConfigOptions.DisableLogFile)
            .WithArtifactsPath(artifacts);
        Summary summary = BenchmarkRunner.Run<T>(config);
        double first = Nanoseconds(summary.Reports[0]);
        return
        [
            .. summary.Reports.Select(report => new Standing(
                names[report.BenchmarkCase.Descriptor.WorkloadMethod.Name],
                Nanoseconds(report) / first,
                1e9 / Nanoseconds(report),
                report.GcStats.GetBytesAllocatedPerOperation(report.BenchmarkCase) ?? double.NaN)),
        ];
    }

    private static double Nanoseconds(BenchmarkReport report) =>
        report.ResultStatistics?.Median ?? throw new InvalidOperationException("A benchmark failed.");
}
