using Rokt.EventApi.Resilience;

namespace Rokt.EventApi.RateLimiting;

/// <summary>
/// How fast this instance may send, as the server's responses show: an account's limit is shared by instances that do not know
/// each other. Slowly up while callers wait, slowly down to what is used while nobody does, down by a step on each 429;
/// docs/rate-limits.md shows where that leads. Not thread-safe.
/// </summary>
internal sealed class AdaptiveRate
{
    // The start: a share of the limit, low because others may use it all, and from there up quickly until the first 429.
    private const double StartShare = 0.04;
    private const double StartGrowth = 4;

    // A 429 takes a step: small, so that little of the limit is lost by it, and half the rate of an instance that has little.
    private const double Floor = 0.5;
    private const double Step = 2;
    private const double StepShare = 0.5;

    // What is aimed at: a share of 429s, more of them the longer a new caller would wait, and for those who have little, so that
    // they catch up. A rate settles where its growth balances the steps that 429s take: growth = share x rate x step.
    private const double ThrottledShare = 0.0045;
    private const double WaitShare = 0.0017;
    private const double LongestWait = 60;
    private const double ExtraShare = 0.03;
    private const double LittleRate = 2;

    // So many responses and so long without a 429 say that there is room.
    private const double QuickGrowth = 0.15;
    private const int QuietResponses = 200;

    // A rate that is not used goes to others: kept, it would come back all at once with the next burst. This share of it is kept,
    // or an instance that has had little to send would be slow when it has more.
    private const double UnusedDecay = 0.25;
    private const double KeptShare = 0.25;

    // A 429 does not take what was accepted in the last second, but that is a share of the limit give or take chance: so many
    // deviations less, or those who have little would never be lowered.
    private const double Doubt = 0.75;

    // Where the server says how much of the limit is used: how much ends the start, and how much is aimed at.
    private const double StartEndsAtPercentage = 70;
    private const double TargetPercentage = 98.5;
    private const double HintedEqualGrowth = 0.03;

    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan UseMemory = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly double _limit;
    private readonly double _floor;
    private readonly TimeProvider _clock;
    private readonly RollingCounter _responses;
    private bool _isStarting = true;
    private int _acceptedSinceThrottled;
    private long? _throttledAt;
    private long _halvedAt;
    private double _half;
    private double _kept;
    private double _used;
    private long _usedAt;
    private long _hintedAt;
    private double? _percentageUsed;

    public AdaptiveRate(double limit, TimeProvider clock)
    {
        _limit = limit;
        _clock = clock;
        _floor = Math.Min(Floor, limit);
        _responses = new RollingCounter(Second, clock);
        _usedAt = clock.GetTimestamp();
        PerSecond = Math.Max(_floor, limit * StartShare);
    }

    /// <summary>Gets the permits per second.</summary>
    public double PerSecond { get; private set; }

    private double StepNow => Math.Min(Step, PerSecond * StepShare);

    /// <summary>Passes a time in which callers waited for permits.</summary>
    /// <param name="waited">How long.</param>
    /// <param name="waiting">How many they are.</param>
    public void GrowFor(TimeSpan waited, int waiting)
    {
        double grown = _isStarting
            ? PerSecond * Math.Pow(StartGrowth, waited.TotalSeconds)
            : PerSecond + (GrowthPerSecond(waiting) * waited.TotalSeconds);
        PerSecond = Math.Clamp(grown, _floor, _limit);
    }

    /// <summary>Passes a time in which nobody waited for a permit.</summary>
    public void RestFor(TimeSpan rested)
    {
        double least = Math.Max(_used, _kept);
        if (!_isStarting && PerSecond > least)
        {
            PerSecond = Math.Max(least, PerSecond * Math.Exp(-UnusedDecay * rested.TotalSeconds));
        }
    }

    /// <summary>Records a response.</summary>
    /// <param name="isThrottled">Whether it was a 429.</param>
    /// <param name="percentageUsed">How much of the limit is used, if the server says so.</param>
    /// <param name="now">When it came, by the clock.</param>
    public void Record(bool isThrottled, double? percentageUsed, long now)
    {
        _responses.Add(isThrottled, now);
        RecordUse(now);
        if (isThrottled)
        {
            Lower(now);
            return;
        }

        _acceptedSinceThrottled = Math.Min(QuietResponses, _acceptedSinceThrottled + 1);
        RecordHint(percentageUsed, now);
    }

    private double GrowthPerSecond(int waiting)
    {
        if (_percentageUsed is { } used && _clock.GetElapsedTime(_hintedAt) < Second)
        {
            return (PerSecond * (TargetPercentage - used) / 100) + HintedEqualGrowth;
        }

        if (_acceptedSinceThrottled == QuietResponses && (_throttledAt is not { } at || _clock.GetElapsedTime(at) >= Quiet))
        {
            return PerSecond * QuickGrowth;
        }

        double secondsToWait = Math.Min(waiting / PerSecond, LongestWait);
        double share = ThrottledShare + (WaitShare * Math.Sqrt(secondsToWait)) + (ExtraShare / (PerSecond + LittleRate));
        return share * PerSecond * StepNow;
    }

    private void Lower(long now)
    {
        if (_throttledAt is null || _clock.GetElapsedTime(_halvedAt, now) >= Second)
        {
            (_halvedAt, _half) = (now, PerSecond / 2);
        }

        _throttledAt = now;
        _kept = Math.Max(_floor, PerSecond * KeptShare);
        _acceptedSinceThrottled = 0;

        // The start goes too far by what grows until the first responses come back: down to what was accepted.
        double lowered = _isStarting ? _half : PerSecond - StepNow;
        _isStarting = false;
        PerSecond = Math.Min(PerSecond, Math.Max(Math.Max(_half, _floor), Math.Max(Accepted(now), lowered)));
    }

    private double Accepted(long now)
    {
        int accepted = _responses.Count(now).Others;
        return accepted - (Doubt * Math.Sqrt(accepted));
    }

    // How many responses per second there were lately; older ones count for less and less.
    private void RecordUse(long now)
    {
        _used = (_used * Math.Exp(-_clock.GetElapsedTime(_usedAt, now) / UseMemory)) + (1 / UseMemory.TotalSeconds);
        _usedAt = now;
    }

    // In a window of a second the percentage begins at 0 again and again: the highest of the last second counts.
    private void RecordHint(double? percentageUsed, long now)
    {
        if (percentageUsed is not { } used || (used < _percentageUsed && _clock.GetElapsedTime(_hintedAt, now) < Second))
        {
            return;
        }

        (_hintedAt, _percentageUsed) = (now, used);
        _isStarting &= used <= StartEndsAtPercentage;
    }
}
