namespace Rokt.EventApi.Outbox.Measurements;

/// <summary>Times in milliseconds, in order.</summary>
internal sealed class Percentiles(IEnumerable<double> milliseconds)
{
    private readonly double[] _ordered = [.. milliseconds.Order()];

    public double Median => At(0.5);

    public double P99 => At(0.99);

    public double Longest => _ordered[^1];

    private double At(double share) => _ordered[(int)(share * (_ordered.Length - 1))];
}
