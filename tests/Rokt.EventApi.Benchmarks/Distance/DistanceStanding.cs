namespace Rokt.EventApi.Benchmarks.Distance;

/// <summary>How a stream stands at a distance.</summary>
/// <param name="ResponseTime">How long the server takes.</param>
/// <param name="PerSecond">Events per second, once the client has found its rate.</param>
/// <param name="Repeated">How many events needed a second attempt, from the first event on: 429s, for the server does nothing else wrong.</param>
/// <param name="Growth">Memory in use at the end, against when the rate was found.</param>
internal sealed record DistanceStanding(TimeSpan ResponseTime, double PerSecond, int Repeated, double Growth)
{
    public double Share => PerSecond / EventApiLimits.BatchesPerSecond;
}
