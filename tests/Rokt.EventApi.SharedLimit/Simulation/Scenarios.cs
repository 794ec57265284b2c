namespace Rokt.EventApi.SharedLimit.Simulation;

/// <summary>The cases that are simulated.</summary>
internal static class Scenarios
{
    public static readonly IReadOnlyList<int> Instances = [1, 2, 8, 32, 128];

    public static readonly IReadOnlyList<double> Offers = [0.5, 0.95, 1.2, 2];

    private static readonly TimeSpan?[] RetryAfters = [null, TimeSpan.FromSeconds(2)];

    /// <summary>Every load, at every multiple of the limit, on every number of instances, with every kind of server.</summary>
    public static IReadOnlyList<Scenario> All { get; } =
    [
        .. from load in Enum.GetValues<Load>()
           from offered in Offers
           from instances in Instances
           from throttle in Enum.GetValues<Throttle>()
           from retryAfter in RetryAfters
           select new Scenario(instances, offered) { Load = load, Throttle = throttle, RetryAfter = retryAfter },
    ];
}
