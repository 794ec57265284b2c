using System.Globalization;
using System.Text;

namespace Rokt.EventApi.SharedLimit.Simulation;

/// <summary>All scenarios, simulated, and what docs/rate-limits.md shows of them.</summary>
internal sealed class Report
{
    private readonly IReadOnlyList<(Outcome Adaptive, Outcome? Fixed)> _rows;

    private Report(IReadOnlyList<(Outcome Adaptive, Outcome? Fixed)> rows) => _rows = rows;

    /// <summary>The outcomes where the calls exceed the limit.</summary>
    public IEnumerable<Outcome> Over => _rows.Where(row => row.Fixed is null).Select(row => row.Adaptive);

    /// <summary>The outcomes where they do not, beside those of one limiter at the whole limit that all instances would share.</summary>
    public IEnumerable<(Outcome Adaptive, Outcome Fixed)> Under => _rows.Where(row => row.Fixed is not null).Select(row => (row.Adaptive, row.Fixed!));

    /// <summary>Every scenario; the more seeds, the more often.</summary>
    public static Report Run(params IReadOnlyList<int> seeds) => new([.. seeds.SelectMany(seed => Scenarios.All.Select(scenario => scenario with { Seed = seed }))
        .AsParallel().AsOrdered().Select(scenario =>
            (Simulator.Run(scenario), scenario.Offered < 1 ? Simulator.Run(scenario with { IsAdaptive = false, IsPooled = true }) : null))]);

    /// <summary>The tables, in Markdown.</summary>
    public string Tables()
    {
        var text = new StringBuilder();
        text.Append("Over the limit: how much of it is used / how many of the responses are 429s, in %, the worst of the four servers.\n\n");
        Head(text);
        Rows(text, offered => offered > 1, rows => Format($"{100 * rows.Min(row => row.Adaptive.Goodput):0.0} / {100 * rows.Max(row => row.Adaptive.ThrottledShare):0.0}"));
        text.Append("\nBelow the limit: how much longer a send takes on average than if all instances shared one limiter at the whole limit, in ms / 429s in %, the worst of the four servers.\n\n");
        Head(text);
        Rows(text, offered => offered < 1, rows => Format($"{1000 * rows.Max(Added):0} / {100 * rows.Max(row => row.Adaptive.ThrottledShare):0.0}"));
        text.Append("\nFairness (Jain's index) at twice the limit, the mean of the four servers; and, from idle, the seconds until an even load uses 97 % of the limit for the first time.\n\n");
        Head(text);
        Row(text, "fairness, even load", instances => Format(
            $"{Over.Where(outcome => outcome.Scenario is { Load: Load.Even, Offered: 2 } && outcome.Scenario.Instances == instances).Average(outcome => outcome.Fairness):0.00}"));
        Row(text, "seconds from idle", instances => Format($"{Ramp(instances).ToList().FindIndex(count => count >= 0.97 * EventApiLimits.BatchesPerSecond) + 1}"));
        return text.ToString();
    }

    /// <summary>What the server accepts in each second from idle, at twice the limit.</summary>
    public IReadOnlyList<int> Ramp(int instances) => Over
        .First(outcome => outcome.Scenario is { Load: Load.Even, Offered: 2, Throttle: Throttle.TokenBucket, RetryAfter: null } && outcome.Scenario.Instances == instances)
        .AcceptedBySecond;

    private static double Added((Outcome Adaptive, Outcome? Fixed) row) => Math.Max(0, row.Adaptive.MeanTime - row.Fixed!.MeanTime);

    private static void Head(StringBuilder text)
    {
        Row(text, "instances", instances => Format($"{instances}"));
        Row(text, "---", _ => "---:");
    }

    private static void Row(StringBuilder text, string name, Func<int, string> cell) =>
        text.Append(CultureInfo.InvariantCulture, $"| {name} | {string.Join(" | ", Scenarios.Instances.Select(cell))} |\n");

    private static string Format(FormattableString text) => FormattableString.Invariant(text);

    private void Rows(StringBuilder text, Func<double, bool> isShown, Func<List<(Outcome Adaptive, Outcome? Fixed)>, string> cell)
    {
        foreach (Load load in Enum.GetValues<Load>())
        {
            foreach (double offered in Scenarios.Offers.Where(isShown))
            {
                string name = Format($"{load.ToString().ToLowerInvariant()}, {offered} x the limit");
                Row(text, name, instances => cell([.. _rows.Where(row =>
                    row.Adaptive.Scenario.Load == load && row.Adaptive.Scenario.Offered.Equals(offered) && row.Adaptive.Scenario.Instances == instances)]));
            }
        }
    }
}
