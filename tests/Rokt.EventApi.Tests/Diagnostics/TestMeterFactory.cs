using System.Diagnostics.Metrics;

namespace Rokt.EventApi.Tests.Diagnostics;

/// <summary>Makes meters that a test can tell from those of the tests beside it, by their scope.</summary>
internal sealed class TestMeterFactory : IMeterFactory
{
    private readonly List<Meter> _meters = [];

    public Meter Create(MeterOptions options)
    {
        var meter = new Meter(options.Name, options.Version, options.Tags, scope: this);
        _meters.Add(meter);
        return meter;
    }

    public void Dispose() => _meters.ForEach(meter => meter.Dispose());
}
