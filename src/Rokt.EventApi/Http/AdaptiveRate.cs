namespace Rokt.EventApi.Http;

/// <summary>
/// How fast this instance may send, as the server's answers tell: an account's limit is shared by instances that do not know
/// each other. Slowly up while callers wait, down by a step on each 429; docs/rate-limits.md shows where that leads. Not safe
/// for several threads at once.
/// </summary>
internal sealed class AdaptiveRate
{
    // The start: a share of the limit, and from there up with each accepted answer, until the first 429.
    private const double StartShare = 0.04;
    private const double StartGrowth = 2;
    private const double StartStep = 0.1;

    // Afterwards: a share of the rate and a constant a second, which lets small instances catch up with large ones.
    private const double Growth = 0.01;
    private const double EqualGrowth = 0.3;
    private const double QuickGrowth = 0.08;

    // A 429 is followed by caution: the growth comes back over the next answers, and becomes quick when they all are good.
    private const int CautiousAnswers = 200;
    private const double Floor = 0.5;
    private const double Step = 2;
    private const double StepShare = 0.25;

    // Where the server says how much of the limit is used: how much ends the start, and how much is aimed at.
    private const double StartEndsAtPercentage = 70;
    private const double TargetPercentage = 98.5;
    private const double HintedEqualGrowth = 0.03;

    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly double _limit;
    private readonly double _floor;
    private readonly TimeProvider _clock;
    private readonly LastSecond _answers;
    private bool _isStarting = true;
    private int _acceptedSinceThrottled;
    private long? _throttledAt;
    private long _halvedAt;
    private double _half;
    private long _hintedAt;
    private double? _percentageUsed;

    public AdaptiveRate(double limit, TimeProvider clock)
    {
        _limit = limit;
        _clock = clock;
        _floor = Math.Min(Floor, limit);
        _answers = new LastSecond(clock);
        PerSecond = Math.Max(_floor, limit * StartShare);
    }

    /// <summary>Permits a second.</summary>
    public double PerSecond { get; private set; }

    /// <summary>Passes a time in which callers waited for permits; without them, more is not needed.</summary>
    public void GrowFor(TimeSpan waited)
    {
        if (!_isStarting)
        {
            PerSecond = Math.Clamp(PerSecond + (GrowthPerSecond() * waited.TotalSeconds), _floor, _limit);
        }
    }

    /// <summary>Takes note of an answer.</summary>
    /// <param name="isThrottled">Whether it was a 429.</param>
    /// <param name="percentageUsed">How much of the limit is used, if the server says so.</param>
    /// <param name="isWaitedFor">Whether callers wait for permits.</param>
    public void Note(bool isThrottled, double? percentageUsed, bool isWaitedFor)
    {
        _answers.Add(isThrottled);
        if (isThrottled)
        {
            Lower(isWaitedFor);
            return;
        }

        _acceptedSinceThrottled++;
        NoteHint(percentageUsed);
        if (_isStarting && isWaitedFor)
        {
            PerSecond = Math.Min(_limit, PerSecond + StartGrowth);
        }
    }

    private double GrowthPerSecond()
    {
        if (_percentageUsed is { } used && _clock.GetElapsedTime(_hintedAt) < Second)
        {
            return (PerSecond * (TargetPercentage - used) / 100) + HintedEqualGrowth;
        }

        if (_acceptedSinceThrottled >= CautiousAnswers && (_throttledAt is not { } at || _clock.GetElapsedTime(at) >= Quiet))
        {
            return (PerSecond * QuickGrowth) + EqualGrowth;
        }

        return ((PerSecond * Growth) + EqualGrowth) * Math.Min(1, (double)_acceptedSinceThrottled / CautiousAnswers);
    }

    private void Lower(bool isWaitedFor)
    {
        long now = _clock.GetTimestamp();
        if (_throttledAt is null || _clock.GetElapsedTime(_halvedAt, now) >= Second)
        {
            (_halvedAt, _half) = (now, PerSecond / 2);
        }

        _throttledAt = now;
        _acceptedSinceThrottled = 0;
        double step = Math.Min(Step, PerSecond * StepShare);
        if (_isStarting)
        {
            step = Math.Max(step, PerSecond * StartStep);
        }

        _isStarting = false;
        double lowest = Math.Max(Math.Max(_half, _floor), Accepted(isWaitedFor));
        PerSecond = Math.Min(PerSecond, Math.Max(lowest, PerSecond - step));
    }

    // What the server took in the last second is a share of the limit that this instance has, give or take what chance makes
    // of it. It is guarded more closely when many are rejected, whose 429s arrive long after the rate was lowered; and a rate
    // that nobody waits for is not the cause.
    private double Accepted(bool isWaitedFor)
    {
        (int throttled, int accepted) = _answers.Count();
        bool isMany = throttled > 1 && throttled > 0.1 * (throttled + accepted);
        double deviations = !isWaitedFor ? 2.5 : isMany ? 0.5 : -0.5;
        return accepted + (deviations * Math.Sqrt(accepted));
    }

    // In a window of a second the percentage begins at 0 again and again: the highest of the last second counts.
    private void NoteHint(double? percentageUsed)
    {
        long now = _clock.GetTimestamp();
        if (percentageUsed is not { } used || (used < _percentageUsed && _clock.GetElapsedTime(_hintedAt, now) < Second))
        {
            return;
        }

        (_hintedAt, _percentageUsed) = (now, used);
        _isStarting &= used <= StartEndsAtPercentage;
    }
}
