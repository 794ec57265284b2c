namespace Rokt.EventApi.Outbox.Delivery;

/// <summary>
/// Limits the deliveries in flight. The limit grows with the time that responses take, as far as the rate needs: a server
/// that is far away is sent as much per second as one nearby, and one that does not respond gets no more at once than before.
/// </summary>
internal sealed class InFlight(int most, double sendsPerSecond)
{
    private const int Least = 16;

    // Responses do not all take the same time.
    private const double Reserve = 1.25;
    private const double Smoothing = 0.05;

    private readonly object _lock = new();
    private readonly int _least = Math.Min(Least, most);
    private int _limit = Math.Min(Least, most);
    private double _seconds;
    private int _count;
    private TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public int Count => Volatile.Read(ref _count);

    /// <summary>Waits until one more delivery may be in flight, and begins it.</summary>
    public async Task EnterAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            Task ended;
            lock (_lock)
            {
                if (_count < _limit)
                {
                    _count++;
                    return;
                }

                ended = _ended.Task;
            }

            await ended.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Ends a delivery.</summary>
    /// <param name="responseTime">How long the server took to respond; null if it did not.</param>
    public void Exit(TimeSpan? responseTime)
    {
        TaskCompletionSource ended;
        lock (_lock)
        {
            _count--;
            if (responseTime is { TotalSeconds: var seconds })
            {
                _seconds += (seconds - _seconds) * (_seconds == 0 ? 1 : Smoothing);
                _limit = (int)Math.Clamp(Math.Ceiling(sendsPerSecond * _seconds * Reserve), _least, most);
            }

            (ended, _ended) = (_ended, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        }

        ended.SetResult();
    }

    /// <summary>Completes when nothing is in flight.</summary>
    public async Task DrainAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            Task ended;
            lock (_lock)
            {
                if (_count == 0)
                {
                    return;
                }

                ended = _ended.Task;
            }

            await ended.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }
}
