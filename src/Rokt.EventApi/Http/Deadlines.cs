using System.Collections.Concurrent;

namespace Rokt.EventApi.Http;

/// <summary>
/// Starts deadlines. Polly's timeout strategy does the same, at the price of an async method in every send's way; this one
/// has none. Sources whose time did not run out are used again, with their timers.
/// </summary>
internal sealed class Deadlines(TimeProvider clock)
{
    private const int MostKept = 128;

    private readonly ConcurrentQueue<CancellationTokenSource> _sources = new();

    public Deadline Start(TimeSpan time, CancellationToken outer)
    {
        if (_sources.TryDequeue(out CancellationTokenSource? source))
        {
            source.CancelAfter(time);
        }
        else
        {
            source = new CancellationTokenSource(time, clock);
        }

        return new Deadline(this, source, outer);
    }

    public void End(CancellationTokenSource source)
    {
        // CancelAfter counts by the system's clock.
        if (clock == TimeProvider.System && _sources.Count < MostKept && source.TryReset())
        {
            _sources.Enqueue(source);
        }
        else
        {
            source.Dispose();
        }
    }
}
