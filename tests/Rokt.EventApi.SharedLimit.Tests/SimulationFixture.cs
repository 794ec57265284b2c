using Rokt.EventApi.SharedLimit.Simulation;

namespace Rokt.EventApi.SharedLimit.Tests;

/// <summary>All scenarios, played once.</summary>
public sealed class SimulationFixture
{
    internal Report Report { get; } = Report.Run(1);
}
