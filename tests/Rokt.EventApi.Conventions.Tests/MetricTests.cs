using System.Text.Json;
using System.Text.RegularExpressions;

namespace Rokt.EventApi.Conventions.Tests;

/// <summary>What operators copy names only metrics and tags that the packages have, as Prometheus sees them through OpenTelemetry.</summary>
public sealed partial class MetricTests
{
    private static readonly string Dashboard = Path.Combine("docs", "grafana", "rokt-outbox.json");

    public static TheoryData<string> Texts => [Path.Combine("docs", "operations.md"), Dashboard];

    [Theory]
    [MemberData(nameof(Texts))]
    public void Each_metric_that_it_names_exists(string text)
    {
        HashSet<string> known = [.. Metrics()];
        string[] named = [.. Metric().Matches(Read(text)).Select(match => match.Value).Distinct()];

        Assert.NotEmpty(named);
        Assert.All(named, name => Assert.Contains(name, known));
    }

    [Theory]
    [MemberData(nameof(Texts))]
    public void Each_tag_that_it_names_exists(string text)
    {
        string sources = string.Concat(Sources());
        string[] named = [.. Tag().Matches(Read(text)).SelectMany(match => match.Groups["tags"].Value.Split(", ")).Where(tag => tag != "le").Distinct()];

        Assert.NotEmpty(named);
        Assert.All(named, tag => Assert.Contains($"\"{tag.Replace('_', '.')}\"", sources, StringComparison.Ordinal));
    }

    [Fact]
    public void The_dashboard_shows_each_metric_of_the_outbox()
    {
        string dashboard = Read(Dashboard);
        using var document = JsonDocument.Parse(dashboard);

        Assert.All(
            Instruments().Where(instrument => instrument.Name.Contains(".outbox.", StringComparison.Ordinal)),
            instrument => Assert.Contains(Exported(instrument).First(name => !name.EndsWith("_bucket", StringComparison.Ordinal)), dashboard, StringComparison.Ordinal));
        Assert.All(document.RootElement.GetProperty("panels").EnumerateArray(), panel => Assert.NotEmpty(panel.GetProperty("targets").EnumerateArray()));
    }

    private static string Read(string text) => File.ReadAllText(Path.Combine(Repository.Root, text));

    private static IEnumerable<string> Sources() =>
        Directory.EnumerateFiles(Path.Combine(Repository.Root, "src"), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .Select(File.ReadAllText);

    private static IEnumerable<(string Kind, string Name, string Unit)> Instruments() =>
        Sources().SelectMany(source => Instrument().Matches(source)).Select(match => (match.Groups["kind"].Value, match.Groups["name"].Value, match.Groups["unit"].Value));

    private static IEnumerable<string> Metrics() => Instruments().SelectMany(Exported);

    // As OpenTelemetry's exporter names them: the unit, without what stands in braces, and the kind become suffixes.
    private static IEnumerable<string> Exported((string Kind, string Name, string Unit) instrument)
    {
        string unit = instrument.Unit switch
        {
            "s" => "_seconds",
            "By" => "_bytes",
            _ => "",
        };
        string name = instrument.Name.Replace('.', '_') + unit;
        return instrument.Kind switch
        {
            "Counter" => [$"{name}_total"],
            "Histogram" => [$"{name}_count", $"{name}_sum", $"{name}_bucket"],
            _ => [name],
        };
    }

    [GeneratedRegex(@"Create(?<kind>Counter|Histogram|ObservableGauge)(<\w+>)?\(\s*""(?<name>rokt\.[\w.]+)"",[^""]*""(?<unit>[^""]+)""", RegexOptions.ExplicitCapture)]
    private static partial Regex Instrument();

    [GeneratedRegex(@"\brokt_event_api_\w+")]
    private static partial Regex Metric();

    [GeneratedRegex(@"\bby \((?<tags>[^)]*)\)|[{,](?<tags>\w+)=", RegexOptions.ExplicitCapture)]
    private static partial Regex Tag();
}
