using Rokt.EventApi.Serialization;

namespace Rokt.EventApi.Resilience;

/// <summary>
/// Starts deadlines. Polly's timeout strategy does the same, at the price of an async method in every send's way; this one
/// has none. Sources whose time did not run out are used again, with their timers.
/// </summary>
internal sealed class Deadlines(TimeProvider clock)
{
    private const int MostKept = 128;

    private readonly Pool<CancellationTokenSource> _sources = new(MostKept);

    public Deadline Start(TimeSpan time, CancellationToken outer)
    {
        CancellationTokenSource? source = _sources.TryRent();
        source?.CancelAfter(time);
        return new Deadline(this, source ?? new CancellationTokenSource(time, clock), outer);
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
