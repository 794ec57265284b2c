using System.Globalization;

namespace Rokt.EventApi.Benchmarks.Report;

/// <summary>A figure that must be reached.</summary>
/// <param name="What">What it is a figure of.</param>
/// <param name="Value">What was measured.</param>
/// <param name="Bound">What must be reached.</param>
/// <param name="IsUpper">Whether that is the most, and not the least.</param>
/// <param name="Digits">How figures are shown.</param>
internal sealed record Goal(string What, double Value, double Bound, bool IsUpper, string Digits)
{
    public string Must => $"{(IsUpper ? '≤' : '≥')} {Bound.ToString(IsUpper ? Digits : "0.00", CultureInfo.InvariantCulture)}";

    public bool IsReachedBy(double value) => IsUpper ? value <= Bound : value >= Bound;

    public string Format(double value) => value.ToString(Digits, CultureInfo.InvariantCulture);
}
