namespace Rokt.EventApi.Benchmarks.Report;

/// <summary>A figure that must be reached.</summary>
/// <param name="What">What it is a figure of.</param>
/// <param name="Measured">What was measured, as it is shown.</param>
/// <param name="Must">What must be reached, as it is shown.</param>
/// <param name="IsReached">Whether it was.</param>
internal sealed record Goal(string What, string Measured, string Must, bool IsReached);
