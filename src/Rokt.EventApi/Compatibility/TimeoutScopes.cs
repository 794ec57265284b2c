using System.Diagnostics.CodeAnalysis;
using Rokt.EventApi.Resilience;

namespace Rokt.EventApi.Compatibility;

/// <summary>Starts timeout scopes; a source cannot be reused here.</summary>
internal sealed class TimeoutScopes(TimeProvider clock)
{
    public TimeoutScope Start(TimeSpan time, CancellationToken outer) => new(this, clock.CreateCancellationTokenSource(time), outer);

    [SuppressMessage("Performance", "CA1822", Justification = "As on .NET, where it keeps the source.")]
    public void End(CancellationTokenSource source) => source.Dispose();
}
