namespace Rokt.EventApi.SharedLimit.Simulation;

/// <summary>What is asserted of a scenario whose calls exceed the limit.</summary>
/// <param name="Goodput">At least so much of the limit is used.</param>
/// <param name="Throttled">At most this share of the responses are 429s.</param>
internal sealed record Promise(double Goodput, double Throttled)
{
    /// <summary>What is aimed at everywhere.</summary>
    public static readonly Promise Aim = new(0.97, 0.02);

    // Where the aim is missed; docs/rate-limits.md says why.
    private static readonly Dictionary<(Load, double Offered, int Instances), Promise> Shortfalls = new()
    {
        [(Load.Skewed, 2, 128)] = new(0.97, 0.023),
        [(Load.Bursty, 1.2, 128)] = new(0.966, 0.02),
        [(Load.Joining, 1.2, 2)] = new(0.94, 0.02),
        [(Load.Joining, 1.2, 128)] = new(0.97, 0.023),
        [(Load.Joining, 2, 32)] = new(0.97, 0.029),
        [(Load.Joining, 2, 128)] = new(0.97, 0.036),
    };

    public static Promise For(Scenario scenario) => Shortfalls.GetValueOrDefault((scenario.Load, scenario.Offered, scenario.Instances), Aim);

    public bool IsKeptBy(Outcome outcome) => outcome.Goodput >= Goodput && outcome.ThrottledShare <= Throttled;
}
