namespace Rokt.EventApi.SharedLimit.Simulation;

/// <summary>What is asserted of a scenario whose calls exceed the limit.</summary>
/// <param name="Goodput">At least so much of the limit is used.</param>
/// <param name="Throttled">At most this share of the answers are 429s.</param>
internal sealed record Promise(double Goodput, double Throttled)
{
    /// <summary>What is aimed at everywhere.</summary>
    public static readonly Promise Aim = new(0.97, 0.02);

    // Where the aim is missed; docs/rate-limits.md says why.
    private static readonly Dictionary<(Load, int), Promise> Shortfalls = new()
    {
        [(Load.Even, 8)] = new(0.96, 0.02),
        [(Load.Even, 128)] = new(0.95, 0.035),
        [(Load.Skewed, 2)] = new(0.95, 0.02),
        [(Load.Skewed, 32)] = new(0.95, 0.02),
        [(Load.Skewed, 128)] = new(0.94, 0.02),
        [(Load.Bursty, 2)] = new(0.91, 0.02),
        [(Load.Bursty, 8)] = new(0.68, 0.02),
        [(Load.Bursty, 32)] = new(0.92, 0.02),
        [(Load.Bursty, 128)] = new(0.95, 0.035),
        [(Load.Joining, 8)] = new(0.95, 0.025),
        [(Load.Joining, 32)] = new(0.96, 0.035),
        [(Load.Joining, 128)] = new(0.97, 0.095),
    };

    public static Promise For(Scenario scenario) => Shortfalls.GetValueOrDefault((scenario.Load, scenario.Instances), Aim);

    public bool IsKeptBy(Outcome outcome) => outcome.Goodput >= Goodput && outcome.ThrottledShare <= Throttled;
}
