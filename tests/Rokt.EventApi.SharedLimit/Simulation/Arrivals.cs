namespace Rokt.EventApi.SharedLimit.Simulation;

/// <summary>When the instances are called: at random, at a rate that the load gives each of them at each time.</summary>
internal sealed class Arrivals(Scenario scenario, Random random)
{
    private const double BurstEvery = 4;
    private const double BurstFor = 2;

    private readonly double[] _phases = [.. Enumerable.Range(0, scenario.Instances).Select(_ => random.NextDouble() * BurstEvery)];
    private readonly double _shares = Enumerable.Range(1, scenario.Instances).Sum(number => 1.0 / number);

    /// <summary>The time of the next call of an instance after a time, in seconds.</summary>
    public double Next(int instance, double after)
    {
        double most = Most(instance);
        double time = after;
        do
        {
            time -= Math.Log(1 - random.NextDouble()) / most;
        }
        while (time < scenario.End && random.NextDouble() * most > Rate(instance, time));
        return time;
    }

    private double Most(int instance) => scenario.Load switch
    {
        Load.Bursty => Rate(instance, _phases[instance]),
        Load.Joining => Rate(instance, Joins(instance)),
        _ => Rate(instance, 0),
    };

    private double Rate(int instance, double time)
    {
        double all = scenario.Offered * scenario.Limit;
        return scenario.Load switch
        {
            Load.Skewed => all / (instance + 1) / _shares,
            Load.Bursty => (time - _phases[instance] + BurstEvery) % BurstEvery < BurstFor ? all / scenario.Instances * BurstEvery / BurstFor : 0,
            Load.Joining => time < Joins(instance) ? 0 : all / Enumerable.Range(0, scenario.Instances).Count(other => Joins(other) <= time),
            _ => all / scenario.Instances,
        };
    }

    private double Joins(int instance) =>
        instance < (scenario.Instances + 1) / 2 ? 0 : scenario.WarmUp + (scenario.Counted * ((2.0 * instance / scenario.Instances) - 1));
}
