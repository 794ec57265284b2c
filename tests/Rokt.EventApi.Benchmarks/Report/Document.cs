using System.Globalization;
using System.Text;
using Rokt.EventApi.Benchmarks.Sends;

namespace Rokt.EventApi.Benchmarks.Report;

/// <summary>Fills <c>benchmarks.template.md</c>, whose prose is written by hand, with tables, and draws the charts beside it.</summary>
internal sealed class Document(Results results, DirectoryInfo folder)
{
    public void Save()
    {
        folder.Create();
        string template = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "benchmarks.template.md"));
        foreach ((string place, string text) in Parts())
        {
            template = template.Replace($"{{{{{place}}}}}", text.TrimEnd('\n'), StringComparison.Ordinal);
        }

        File.WriteAllText(Path.Combine(folder.FullName, "benchmarks.md"), template);
        SaveCharts();
    }

    private IEnumerable<(string Place, string Text)> Parts()
    {
        yield return ("machine", Machine.Describe());
        yield return ("date", DateTimeOffset.UtcNow.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        IReadOnlyList<Goal> goals = Goals.Check(results);
        var runs = new RunLog(Path.Combine(folder.FullName, "benchmarks-runs.csv"), goals, Machine.Describe());
        yield return ("goals", Table(["figure", "measured", "all runs", "must reach", "reached"], goals.Select(goal => Row(goal, runs))));
        yield return ("serialization", Table(
            ["contender", "time, floor = 1", "time", "allocated"],
            results.Serialization.Select(row => new[] { row.Name, Number(row.Ratio), $"{Number(1e6 / row.PerSecond)} µs", Bytes(row.Bytes) })));
        foreach ((SendCase send, IReadOnlyList<Standing> standings) in results.Sends)
        {
            yield return ($"sends-{send.Name}", Rates("sends/s, raw = 1", "sends/s", "allocated per send", standings));
        }

        yield return ("stream", Rates("events/s, raw = 1", "events/s", "allocated per event", results.Stream));
        yield return ("distance", Table(
            ["response time", "events/s", "of the limit", "events that met a 429", "memory at the end, begin = 1"],
            results.Distance.Select(row => new[] { $"{Number(row.ResponseTime.TotalMilliseconds, "0")} ms", Number(row.PerSecond, "0.0"), Number(row.Share, "0.000"), Number(row.Repeated, "N0"), Number(row.Growth) })));
        yield return ("batches", Table(
            ["events in the batch", "time per event, batch of one = 1", "time per event", "allocated per event"],
            results.Batches.Select(row => new[] { row.Name, Number(1 / row.Ratio), $"{Number(1e6 / row.PerSecond)} µs", Bytes(row.Bytes) })));
        yield return ("click-id", Table(
            ["request", "time", "allocated"],
            results.ClickId.Select(row => new[] { row.Name, $"{(1e9 / row.PerSecond).ToString("N0", CultureInfo.InvariantCulture)} ns", Bytes(row.Bytes) })));
        yield return ("aot", Table(
            ["program", "size, raw = 1", "start to first 202, raw = 1", "size", "start to first 202"],
            results.Aot.Select(row => new[] { row.Name, Number(row.SizeRatio), Number(row.StartRatio), $"{Number(row.Size / 1e6)} MB", $"{row.Milliseconds.ToString("0.0", CultureInfo.InvariantCulture)} ms" })));
    }

    private void SaveCharts()
    {
        var serialization = new BarChart("Build, validate, serialize: time, floor = 1 (less is better)", Goals.SerializationTime);
        Add(serialization, results.Serialization, "", row => row.Ratio);
        serialization.Save(Chart("serialization"));

        var sends = new BarChart("Whole sends per second by concurrency, raw HttpClient = 1 (more is better)");
        var bytes = new BarChart("Allocated a send by concurrency, bytes (less is better)", Goals.SendBytes, "N0");
        foreach ((SendCase send, IReadOnlyList<Standing> standings) in results.Sends)
        {
            Add(sends, standings, $"{send.Name}: ", row => row.Ratio);
            Add(bytes, standings, $"{send.Name}: ", row => row.Bytes);
        }

        sends.Save(Chart("sends"));
        bytes.Save(Chart("allocated"));
        LineChart.Save(
            Chart("memory"), "A stream: memory in use, MB, after so many events", [.. results.StreamMemory.Select(point => ((double)point.Events, point.Bytes / 1e6))]);

        var aot = new BarChart("Native program, raw HttpClient = 1 (less is better)", Goals.Aot);
        aot.Add("this SDK: size", results.Aot[^1].SizeRatio, isSdk: true);
        aot.Add("this SDK: start to first 202", results.Aot[^1].StartRatio, isSdk: true);
        aot.Save(Chart("aot"));
    }

    private string Chart(string name) => Path.Combine(folder.FullName, $"benchmarks-{name}.svg");

    private static void Add(BarChart chart, IReadOnlyList<Standing> standings, string prefix, Func<Standing, double> value)
    {
        foreach (Standing standing in standings)
        {
            chart.Add(prefix + standing.Name.Split(',', ':')[0] + (standing.Name == SendMeasurement.Observed ? " + OpenTelemetry" : ""), value(standing), standing.Name.Contains("SDK", StringComparison.Ordinal));
        }
    }

    private static string Rates(string ratio, string rate, string bytes, IReadOnlyList<Standing> standings) => Table(
        ["contender", ratio, rate, bytes],
        standings.Select(row => new[] { row.Name, Number(row.Ratio), row.PerSecond.ToString("N0", CultureInfo.InvariantCulture), Bytes(row.Bytes) }));

    private static string Table(string[] columns, IEnumerable<string[]> rows)
    {
        var table = new StringBuilder();
        table.AppendJoin(" | ", columns.Prepend("").Append("")).Append('\n');
        table.Append("| --- |").Insert(table.Length, " ---: |", columns.Length - 1).Append('\n');
        foreach (string[] row in rows)
        {
            table.AppendJoin(" | ", row.Prepend("").Append("")).Append('\n');
        }

        return table.Replace("\n | ", "\n| ").Replace(" \n", "\n").ToString().TrimStart();
    }

    private static string[] Row(Goal goal, RunLog runs)
    {
        (string range, string reached) = runs.Summarize(goal);
        return [goal.What, goal.Format(goal.Value), range, goal.Must, reached];
    }

    private static string Number(double value, string format = "0.00") => value.ToString(format, CultureInfo.InvariantCulture);

    private static string Bytes(double value) => $"{value.ToString("N0", CultureInfo.InvariantCulture)} B";
}
