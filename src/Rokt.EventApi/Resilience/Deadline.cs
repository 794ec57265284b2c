namespace Rokt.EventApi.Resilience;

/// <summary>A time that runs out, or an outer cancellation, whichever comes first; ends with <see cref="Dispose"/>.</summary>
internal readonly struct Deadline(Deadlines owner, CancellationTokenSource source, CancellationToken outer) : IDisposable
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
