using OpenTelemetry;

namespace Rokt.EventApi.Benchmarks.Sends;

internal sealed class NowhereExporter<T> : BaseExporter<T>
    where T : class
{
    public override ExportResult Export(in Batch<T> batch) => ExportResult.Success;
}
