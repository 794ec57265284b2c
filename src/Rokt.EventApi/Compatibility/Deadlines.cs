using System.Diagnostics.CodeAnalysis;
using Rokt.EventApi.Resilience;

namespace Rokt.EventApi.Compatibility;

/// <summary>Starts deadlines; a source cannot be used again here.</summary>
internal sealed class Deadlines(TimeProvider clock)
{
    public Deadline Start(TimeSpan time, CancellationToken outer) => new(this, clock.CreateCancellationTokenSource(time), outer);

    [SuppressMessage("Performance", "CA1822", Justification = "As on .NET, where it keeps the source.")]
    public void End(CancellationTokenSource source) => source.Dispose();
}
