using Rokt.EventApi.Cli.Orders;

namespace Rokt.EventApi.Cli.Reports;

/// <summary>The result for one file, for scripts.</summary>
internal sealed record FileReport(string File, string System, string Format, IReadOnlyDictionary<string, string> Columns)
{
    public long Rows { get; init; }

    public long Orders { get; init; }

    /// <summary>Gets how many conversions can be sent.</summary>
    public long Conversions { get; init; }

    public long Rejected { get; init; }

    public IReadOnlyDictionary<string, long> Skipped { get; init; } = new Dictionary<string, long>();

    public IReadOnlyList<RuleReport> Violations { get; init; } = [];

    public IReadOnlyList<RuleReport> Dropped { get; init; } = [];

    public long OlderThan30Days { get; init; }

    public long Duplicates { get; init; }

    public long WithoutConfirmationRef { get; init; }

    /// <summary>Gets how many of the first conversions have each match score.</summary>
    public IReadOnlyDictionary<int, long> MatchScores { get; init; } = new Dictionary<int, long>();

    /// <summary>Gets how long sending takes at the account's limit.</summary>
    public double SecondsToSend { get; init; }

    public string? DateOrder { get; init; }

    public bool? DecimalComma { get; init; }

    public string? TimeZone { get; init; }

    /// <summary>Gets what to do about the whole file; null for nothing.</summary>
    public string? Message { get; init; }

    /// <summary>Gets what was sent; null in a dry run.</summary>
    public SentReport? Sent { get; init; }

    public static IReadOnlyList<RuleReport> Rules(ViolationCounts counts) =>
        [.. counts.ByFrequency.Select(rule => new RuleReport(rule.Violation.Path, rule.Violation.Rule, rule.Count, rule.Rows))];
}
