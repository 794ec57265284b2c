using System.Text.Json;
using Rokt.EventApi.Cli.Checks;

namespace Rokt.EventApi.Cli.Reports;

/// <summary>The result of <c>rokt check</c>, for scripts.</summary>
internal sealed record CheckReport(int ExitCode, string Address, IReadOnlyList<CheckResult> Checks)
{
    public string ToJson() => JsonSerializer.Serialize(this, ReportJsonContext.Default.CheckReport);
}
