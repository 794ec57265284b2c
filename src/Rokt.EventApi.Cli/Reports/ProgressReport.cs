namespace Rokt.EventApi.Cli.Reports;

/// <summary>A line of progress, for scripts.</summary>
internal sealed record ProgressReport(string File, long Accepted, long Rejected, long Retried, long Total, double PerSecond);
