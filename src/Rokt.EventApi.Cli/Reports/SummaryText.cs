using System.Globalization;
using Rokt.EventApi.Cli.Exports;
using Rokt.EventApi.Cli.Orders;
using Rokt.EventApi.Sandbox;
using Spectre.Console;

namespace Rokt.EventApi.Cli.Reports;

/// <summary>Shows what the orders of a file amount to.</summary>
internal static class SummaryText
{
    public static void Write(IAnsiConsole console, FileSummary summary, double rate)
    {
        console.WriteLine($"{Count(summary.Rows, "row")}, {Count(summary.Orders, "order")}: {Count(summary.Conversions, "conversion")} to send, {summary.Rejected:N0} rejected, {summary.Skipped.Values.Sum():N0} skipped.");
        foreach ((Standing standing, long count) in summary.Skipped)
        {
            console.WriteLine($"  skipped   {count,9:N0}  {Name(standing)}");
        }

        WriteRules(console, "rejected", summary.Violations);
        WriteRules(console, "dropped", summary.Dropped);
        if (summary.Old > 0)
        {
            console.WriteLine($"  old       {summary.Old,9:N0}  older than 30 days");
        }

        if (summary.Duplicates > 0)
        {
            console.WriteLine($"  duplicate {summary.Duplicates,9:N0}  with the confirmation reference of another conversion, of which Rokt counts one ({Rows(summary.DuplicateRows)})");
        }

        if (summary.WithoutReference > 0)
        {
            console.WriteLine($"  no ref    {summary.WithoutReference,9:N0}  without a confirmation reference: one that is sent twice is counted twice");
        }

        foreach ((int score, long count) in summary.MatchScores.Reverse())
        {
            string of = summary.Conversions > FileSummary.ConversionsScored ? $" of the first {FileSummary.ConversionsScored:N0}" : "";
            console.WriteLine($"  matching  {count,9:N0}{of}  with {score} of the {MatchScore.Maximum} signals that Rokt can match by");
        }

        console.WriteLine($"Sending takes about {Duration(TimeSpan.FromSeconds(summary.Conversions / rate))} at {rate:0.##} per second.");
    }

    public static string Name(Standing standing) => standing switch
    {
        Standing.NotASale => "no sale (refunds, payouts, authorizations)",
        Standing.Unpaid => "unpaid",
        Standing.Test => "test",
        _ => standing.ToString().ToLowerInvariant(),
    };

    public static string Count(long count, string noun) => string.Create(CultureInfo.InvariantCulture, $"{count:N0} {noun}{(count == 1 ? "" : "s")}");

    public static string Duration(TimeSpan time) => time switch
    {
        { TotalSeconds: < 1 } => "a second",
        { TotalMinutes: < 1 } => Count((long)Math.Ceiling(time.TotalSeconds), "second"),
        { TotalHours: < 1 } => string.Create(CultureInfo.InvariantCulture, $"{time.Minutes} min {time.Seconds:00} s"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{(long)time.TotalHours} h {time.Minutes:00} min"),
    };

    private static void WriteRules(IAnsiConsole console, string what, ViolationCounts counts)
    {
        foreach ((RowViolation violation, int count, IReadOnlyList<long> rows) in counts.ByFrequency)
        {
            console.WriteLine($"  {what,-9} {count,9:N0}  {violation.Path}: {violation.Rule} ({Rows(rows)}{(count > rows.Count ? ", …" : "")})");
        }
    }

    private static string Rows(IReadOnlyList<long> rows) => $"row{(rows.Count == 1 ? "" : "s")} {string.Join(", ", rows)}";
}
