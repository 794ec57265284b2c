namespace Rokt.EventApi.Resilience;

/// <summary>Cancels its token when a time is over or an outer token is cancelled, whichever comes first, until it is disposed.</summary>
internal readonly struct TimeoutScope(TimeoutScopes owner, CancellationTokenSource source, CancellationToken outer) : IDisposable
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
