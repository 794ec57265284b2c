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

    public Scope Start(TimeSpan time, CancellationToken outer)
    {
        CancellationTokenSource? source = _sources.TryRent();
        source?.CancelAfter(time);
#if NET // netstandard2.0 has no such constructor.
        source ??= new CancellationTokenSource(time, clock);
#else
        source ??= clock.CreateCancellationTokenSource(time);
#endif
        return new Scope(this, source, outer);
    }

    private void End(CancellationTokenSource source)
    {
        // CancelAfter counts by the system's clock.
        if (clock != TimeProvider.System || !source.TryReset() || !_sources.TryReturn(source))
        {
            source.Dispose();
        }
    }

    /// <summary>Cancels its token when a time is over or an outer token is cancelled, whichever comes first, until it is disposed.</summary>
    internal readonly struct Scope(TimeoutScopes owner, CancellationTokenSource source, CancellationToken outer) : IDisposable
    {
        private readonly CancellationTokenRegistration _outer =
            outer.UnsafeRegister(static state => ((CancellationTokenSource)state!).Cancel(), source);

        public CancellationToken Token => source.Token;

        public void Dispose()
        {
            _outer.Dispose();
            owner.End(source);
        }
    }
}
