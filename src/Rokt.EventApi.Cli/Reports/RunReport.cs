using System.Text.Json;

namespace Rokt.EventApi.Cli.Reports;

/// <summary>The result of a run, for scripts.</summary>
internal sealed record RunReport(int ExitCode, bool DryRun, IReadOnlyList<FileReport> Files)
{
    /// <summary>Gets why nothing was sent; null when something was, or would be.</summary>
    public string? Message { get; init; }

    public static RunReport Failed(string message, int exitCode) => new(exitCode, false, []) { Message = message };

    /// <summary>Writes the report as one line.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, ReportJsonContext.Default.RunReport);
}
