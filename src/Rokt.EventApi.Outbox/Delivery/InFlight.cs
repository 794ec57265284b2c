namespace Rokt.EventApi.Outbox.Delivery;

/// <summary>
/// Limits the deliveries in flight, which is what a crash may repeat: what was sent and is not yet recorded. At a rate, no more
/// are than that needs, however slow the store is at the moment. The limit grows with the time that responses take: a server
/// that is far away is sent as much per second as one nearby, and one that does not respond gets no more at once than before.
/// </summary>
/// <param name="most">The highest limit.</param>
/// <param name="perSecond">How many are sent per second; null for no limit.</param>
internal sealed class InFlight(int most, double? perSecond)
{
    private const int LeastAtRate = 4;
    private const int LeastWithoutRate = 16;

    // The API's own, for how much is in flight at a distance where no rate is set.
    private const double DefaultRate = 270;

    // How long a store may take to record what was delivered without slowing the delivery, near the server and far from it.
    private const double RecordingSeconds = 0.02;
    private const double RecordingSecondsFarAway = 0.005;

    // Responses do not all take the same time.
    private const double Reserve = 1.25;
    private const double Smoothing = 0.05;

    // Steps that are in balance where a quarter is faster. What is slow while most is fast, as on a machine that is busy, is no distance.
    private const double QuartileUp = 1.02;
    private const double QuartileDown = 0.94;
    private const double MostQuartiles = 3;

    private readonly object _lock = new();
    private readonly int _least = Least(most, perSecond);
    private int _limit = Least(most, perSecond);
    private double _mean;
    private double _quartile;
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
                _mean += (seconds - _mean) * (_mean == 0 ? 1 : Smoothing);
                _quartile = _quartile == 0 ? seconds : _quartile * (seconds < _quartile ? QuartileDown : QuartileUp);
                double distance = Math.Min(_mean, MostQuartiles * _quartile);
                _limit = (int)Math.Clamp(Math.Ceiling((perSecond ?? DefaultRate) * (distance + RecordingSecondsFarAway) * Reserve), _least, most);
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

    private static int Least(int most, double? perSecond) => Math.Min(
        most,
        perSecond is { } rate ? (int)Math.Clamp(Math.Ceiling(rate * RecordingSeconds), LeastAtRate, LeastWithoutRate) : LeastWithoutRate);
}
