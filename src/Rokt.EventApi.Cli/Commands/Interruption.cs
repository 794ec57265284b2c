using System.Runtime.InteropServices;

namespace Rokt.EventApi.Cli.Commands;

/// <summary>Ctrl+C and its relatives: the first time, what is in flight ends; a second time, or after a while, nothing is waited for.</summary>
internal sealed class Interruption : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly CancellationTokenSource _interrupted = new();
    private readonly CancellationTokenSource _aborted;
    private readonly PosixSignalRegistration[] _registrations;
    private int _signals;

    public Interruption(TimeProvider clock)
    {
        _aborted = new CancellationTokenSource(Timeout.InfiniteTimeSpan, clock);
        _registrations =
        [
            PosixSignalRegistration.Create(PosixSignal.SIGINT, OnSignal),
            PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnSignal),
            PosixSignalRegistration.Create(PosixSignal.SIGHUP, OnSignal),
        ];
    }

    /// <summary>Gets a token that is cancelled by the first signal.</summary>
    public CancellationToken Interrupted => _interrupted.Token;

    /// <summary>Gets a token that is cancelled by the second one, or a while after the first.</summary>
    public CancellationToken Aborted => _aborted.Token;

    public void Dispose()
    {
        foreach (PosixSignalRegistration registration in _registrations)
        {
            registration.Dispose();
        }

        _interrupted.Dispose();
        _aborted.Dispose();
    }

    private void OnSignal(PosixSignalContext context)
    {
        // Each signal has a thread of its own: two of them at once are a first one and a second one, too.
        context.Cancel = true;
        bool isFirst = Interlocked.Increment(ref _signals) == 1;
        try
        {
            if (isFirst)
            {
                _aborted.CancelAfter(Patience);
            }

            _interrupted.Cancel();
            if (!isFirst)
            {
                _aborted.Cancel();
            }
        }
        catch (ObjectDisposedException)
        {
            // What it interrupts has just ended.
        }
    }
}
