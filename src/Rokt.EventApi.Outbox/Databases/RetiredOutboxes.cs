using Rokt.EventApi.Outbox.Delivery;

namespace Rokt.EventApi.Outbox.Databases;

/// <summary>The outboxes of databases that are no longer listed, until they are stopped.</summary>
internal sealed class RetiredOutboxes(TimeProvider clock)
{
    // For what is in flight from a database that may be gone.
    private static readonly TimeSpan LongestStop = TimeSpan.FromSeconds(30);

    private readonly object _lock = new();
    private readonly List<OutboxRuntime> _all = [];

    public OutboxRuntime[] All
    {
        get
        {
            lock (_lock)
            {
                return [.. _all];
            }
        }
    }

    public void Add(OutboxRuntime runtime)
    {
        lock (_lock)
        {
            _all.Add(runtime);
        }
    }

    /// <summary>Stops them, unless the host stops first.</summary>
    public async Task StopAsync(CancellationToken stopping)
    {
        foreach (OutboxRuntime runtime in All)
        {
            using var patience = new CancellationTokenSource(LongestStop, clock);
            await runtime.Dispatcher.StopAsync(patience.Token).WaitAsync(stopping).ConfigureAwait(false);
            runtime.Dispose();
            lock (_lock)
            {
                _all.Remove(runtime);
            }
        }
    }
}
