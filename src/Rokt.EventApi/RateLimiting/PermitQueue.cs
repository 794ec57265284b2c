using System.Diagnostics.CodeAnalysis;
using Rokt.EventApi.Resilience;

namespace Rokt.EventApi.RateLimiting;

/// <summary>
/// Permits that fall due at a rate, by an injected clock, and those who wait for them, first come, first served. It has no
/// timer and no lock of its own: <see cref="PacedRateLimiter"/> adds both, and the simulation of many instances neither.
/// </summary>
/// <param name="limit">The most permits per second.</param>
/// <param name="burst">How many permits are saved up.</param>
/// <param name="rate">What lowers the rate below the limit; null keeps it there.</param>
/// <param name="clock">The time.</param>
/// <param name="patience">The longest that a caller waits before it gets no permit; null for no limit.</param>
internal sealed class PermitQueue<TWaiter>(double limit, int burst, AdaptiveRate? rate, TimeProvider clock, TimeSpan? patience = null)
{
    // Timers fire late, by as much as a tick of Windows; what falls due meanwhile is not lost while somebody waits for it.
    private static readonly TimeSpan LateTimer = TimeSpan.FromMilliseconds(16);

    private readonly LinkedList<(TWaiter Waiter, long Since)> _waiting = new();
    private double _permits = burst;
    private long _refilled = clock.GetTimestamp();

    public int Waiting => _waiting.Count;

    public int Available
    {
        get
        {
            Refill();
            return (int)_permits;
        }
    }

    /// <summary>
    /// Gets how long until the next permit is due, rounded up as timers count, so that it is there by then.
    /// Zero when it is due, as when a test's clock runs callbacks while it is read, and they come in between.
    /// </summary>
    public TimeSpan UntilNext => TimerWait.FromMilliseconds(Math.Max(0, (1 - _permits) / Rate * 1000));

    private double Rate => rate?.PerSecond ?? limit;

    /// <summary>Takes a permit, unless there is none or somebody waits.</summary>
    public bool TryTake()
    {
        Refill();
        if (_waiting.Count > 0 || _permits < 1)
        {
            return false;
        }

        _permits--;
        return true;
    }

    public LinkedListNode<(TWaiter Waiter, long Since)> Add(TWaiter waiter) => _waiting.AddLast((waiter, clock.GetTimestamp()));

    /// <returns>Whether it still waited.</returns>
    public bool Remove(LinkedListNode<(TWaiter Waiter, long Since)> waiter)
    {
        if (waiter.List is null)
        {
            return false;
        }

        Refill();
        _waiting.Remove(waiter);
        return true;
    }

    public IReadOnlyList<TWaiter> RemoveAll()
    {
        TWaiter[] all = [.. _waiting.Select(waiting => waiting.Waiter)];
        _waiting.Clear();
        return all;
    }

    /// <summary>
    /// Lets the one who waits longest go, with a permit if one is due, or without because it waited too long. Under a lasting
    /// overload all who come to the head of the queue are about to time out: their permits would be wasted, and the responses lost.
    /// </summary>
    public bool TryHandOut([MaybeNullWhen(false)] out TWaiter next, out bool isPermitted)
    {
        Refill();
        (next, isPermitted) = (default, false);
        if (_waiting.First is not { } first)
        {
            return false;
        }

        isPermitted = patience is null || clock.GetElapsedTime(first.Value.Since) <= patience;
        if (isPermitted && _permits < 1)
        {
            return false;
        }

        _permits -= isPermitted ? 1 : 0;
        _waiting.RemoveFirst();
        next = first.Value.Waiter!;
        return true;
    }

    /// <summary>Records a response, which may change the rate from now on.</summary>
    public void Record(bool isThrottled, double? percentageUsed)
    {
        Refill();
        rate?.Record(isThrottled, percentageUsed, _refilled);
    }

    private void Refill()
    {
        long now = clock.GetTimestamp();
        TimeSpan elapsed = clock.GetElapsedTime(_refilled, now);
        if (_waiting.Count > 0)
        {
            rate?.GrowFor(elapsed, _waiting.Count);
        }
        else
        {
            rate?.RestFor(elapsed);
        }

        double most = _waiting.Count == 0 ? burst : burst + (Rate * LateTimer.TotalSeconds);
        _permits = Math.Min(most, _permits + (elapsed.TotalSeconds * Rate));
        _refilled = now;
    }
}
