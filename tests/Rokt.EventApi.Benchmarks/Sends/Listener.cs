using System.Diagnostics;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace Rokt.EventApi.Benchmarks.Sends;

/// <summary>OpenTelemetry as an application sets it up, exporting to nowhere; everything in the process is listened to until it is disposed.</summary>
internal sealed class Listener : IDisposable
{
    private const string Name = "Rokt.EventApi";

    private readonly TracerProvider _traces = Sdk.CreateTracerProviderBuilder()
        .AddSource(Name)
        .AddProcessor(new BatchActivityExportProcessor(new NowhereExporter<Activity>()))
        .Build();

    private readonly MeterProvider _metrics = Sdk.CreateMeterProviderBuilder()
        .AddMeter(Name)
        .AddReader(new PeriodicExportingMetricReader(new NowhereExporter<Metric>(), exportIntervalMilliseconds: 1000))
        .Build();

    public void Dispose()
    {
        _traces.Dispose();
        _metrics.Dispose();
    }
}
