using System.Globalization;

namespace Rokt.EventApi.Benchmarks.Report;

/// <summary>Keeps the figures of every run, so that the page shows what they range over; delete the file when a change makes them old.</summary>
internal sealed class RunLog
{
    private readonly Dictionary<string, List<double>> _values = [];

    /// <summary>Adds a run to the file, and reads all.</summary>
    public RunLog(string path, IEnumerable<Goal> goals, string machine)
    {
        string date = DateTimeOffset.UtcNow.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
        string place = machine.Replace(';', ',');
        File.AppendAllLines(path, goals.Select(goal => string.Create(CultureInfo.InvariantCulture, $"{date};{place};{goal.What};{goal.Value:0.####}")));
        foreach (string[] cells in File.ReadLines(path).Select(line => line.Split(';')))
        {
            if (!_values.TryGetValue(cells[2], out List<double>? values))
            {
                _values[cells[2]] = values = [];
            }

            values.Add(double.Parse(cells[3], CultureInfo.InvariantCulture));
        }
    }

    /// <summary>Returns the least and the most of all runs, and in how many the figure was reached.</summary>
    public (string Range, string Reached) Summarize(Goal goal)
    {
        List<double> values = _values[goal.What];
        int reached = values.Count(goal.IsReachedBy);
        string range = values.Count == 1 ? "" : $"{goal.Format(values.Min())} to {goal.Format(values.Max())}";
        return (range, reached == values.Count ? "yes" : $"**in {reached} of {values.Count} runs**");
    }
}
