using Microsoft.Extensions.Hosting;

namespace Rokt.EventApi.Outbox.Delivery;

/// <summary>Delivers in the background while the host runs; or, where <see cref="OutboxOptions.Deliver"/> is off, observes who does.</summary>
/// <param name="loop">The loop.</param>
/// <param name="turn">Held by whichever loop of this process delivers.</param>
/// <param name="delivers">Whether this process delivers.</param>
internal sealed class Dispatcher(DeliveryLoop loop, SemaphoreSlim turn, bool delivers) : BackgroundService
{
    private readonly CancellationTokenSource _abandoned = new();

    /// <summary>Stops reading, finishes what is in flight within the host's time, and releases the lease.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        using CancellationTokenRegistration registration = cancellationToken.UnsafeRegister(_ => _abandoned.Cancel(), null);
        await base.StopAsync(cancellationToken).ConfigureAwait(false);
    }

    public override void Dispose()
    {
        // What still runs ends with it; it uses these until then, so they are not disposed.
        _abandoned.Cancel();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Not on the thread of the host's start.
        await Task.Yield();
        if (_abandoned.IsCancellationRequested)
        {
            // Disposed before it started: its database was listed for a moment only.
            return;
        }

        if (!delivers)
        {
            await loop.ObserveAsync(stoppingToken).ConfigureAwait(false);
            return;
        }

        await turn.WaitAsync(stoppingToken).ConfigureAwait(false);
        try
        {
            await loop.RunAsync(stoppingToken, _abandoned.Token).ConfigureAwait(false);
        }
        finally
        {
            turn.Release();
        }
    }
}
