using Rokt.EventApi.Outbox.Outages;

namespace Rokt.EventApi.Outbox.Delivery;

/// <summary>Spaces deliveries evenly.</summary>
/// <param name="perSecond">The rate.</param>
/// <param name="burst">How many may go at once after a pause.</param>
/// <param name="clock">The time.</param>
internal sealed class Pace(double perSecond, int burst, TimeProvider clock)
{
    private readonly object _lock = new();
    private readonly double _interval = clock.TimestampFrequency / perSecond;
    private double _next = double.MinValue;

    /// <summary>Waits for the turn of the caller: each gets one, in the order of their calls.</summary>
    public Task WaitAsync(CancellationToken cancellationToken)
    {
        TimeSpan wait = TakeTurn();
        return wait > TimeSpan.Zero ? Task.Delay(wait, clock, cancellationToken) : Task.CompletedTask;
    }

    private TimeSpan TakeTurn()
    {
        lock (_lock)
        {
            double turn = Math.Max(_next, clock.GetTimestamp() - ((burst - 1) * _interval));
            _next = turn + _interval;
            return TimerWait.Until(turn, clock);
        }
    }
}
