namespace Rokt.EventApi.Cli.Reports;

/// <summary>A rule, how often it was broken, and the first rows that break it.</summary>
internal sealed record RuleReport(string Path, string Rule, int Count, IReadOnlyList<long> Rows);
