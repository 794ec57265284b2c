namespace Rokt.EventApi.Benchmarks;

/// <summary>What one round of one contender took.</summary>
/// <param name="PerSecond">How many sends, or events, per second.</param>
/// <param name="Bytes">What one of them allocated, in this process.</param>
internal readonly record struct Sample(double PerSecond, double Bytes)
{
    public static double Median(IEnumerable<double> values)
    {
        double[] ordered = [.. values.Order()];
        int middle = ordered.Length / 2;
        return ordered.Length % 2 == 1 ? ordered[middle] : (ordered[middle - 1] + ordered[middle]) / 2;
    }
}
