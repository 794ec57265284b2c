using Rokt.EventApi.Serialization;

namespace Rokt.EventApi.Resilience;

/// <summary>
/// Starts timeout scopes. Polly's timeout strategy does the same, at the price of an async method in every send; this one
/// has none. Sources whose time did not run out are reused, with their timers.
/// </summary>
internal sealed class TimeoutScopes(TimeProvider clock)
{
    private const int MostKept = 128;

    private readonly Pool<CancellationTokenSource> _sources = new(MostKept);

    public TimeoutScope Start(TimeSpan time, CancellationToken outer)
    {
        CancellationTokenSource? source = _sources.TryRent();
        source?.CancelAfter(time);
        return new TimeoutScope(this, source ?? new CancellationTokenSource(time, clock), outer);
    }

    public void End(CancellationTokenSource source)
    {
        // CancelAfter counts by the system's clock.
        if (clock != TimeProvider.System || !source.TryReset() || !_sources.TryReturn(source))
        {
            source.Dispose();
        }
    }
}
