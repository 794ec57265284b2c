using Rokt.EventApi.SharedLimit.Simulation;

namespace Rokt.EventApi.SharedLimit;

/// <summary>The page that shows the tables.</summary>
internal static class Document
{
    private const string Begin = "<!-- tables -->\n";
    private const string End = "<!-- end of tables -->";

    /// <summary>The page with these tables in the place of those that it has.</summary>
    public static string WithTables(string page, Report report) =>
        page[..(page.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length)] + report.Tables() + page[page.IndexOf(End, StringComparison.Ordinal)..];
}
