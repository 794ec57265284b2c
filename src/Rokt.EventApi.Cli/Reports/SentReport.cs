namespace Rokt.EventApi.Cli.Reports;

/// <summary>What became of a file's conversions in this run, and what is left.</summary>
internal sealed record SentReport(long Accepted, long Rejected, long Retried, long AcceptedBefore, long Left)
{
    public string? Journal { get; init; }

    /// <summary>Gets the file of rejected rows; null when there are none.</summary>
    public string? RejectsFile { get; init; }

    /// <summary>Gets why sending ended early: unavailable, refused, interrupted, diskFailed, fileChanged or unreadable; null when it did not.</summary>
    public string? Stopped { get; init; }
}
