using System.Text;
using Rokt.EventApi.Outbox.FaultTests;

namespace Rokt.EventApi.Outbox.Measurements;

/// <summary>The table of results: a line for each measurement, a column for each store.</summary>
internal sealed class Report
{
    private const string Begin = "<!-- measured -->";
    private const string End = "<!-- /measured -->";

    private static readonly string[] Titles = ["file", "SQLite, EF Core", "PostgreSQL, EF Core", "PostgreSQL, ADO.NET", "MariaDB, ADO.NET"];

    private readonly List<(string Name, string Aim, string[] Values)> _lines = [];
    private readonly List<string> _remarks = [];
    private readonly List<string> _missed = [];

    /// <summary>Gets the figures that missed their aims.</summary>
    public IReadOnlyList<string> Missed => _missed;

    /// <summary>Adds a figure to the table.</summary>
    /// <param name="kind">The store.</param>
    /// <param name="name">What was measured.</param>
    /// <param name="aim">What it must reach.</param>
    /// <param name="value">What it was.</param>
    /// <param name="isReached">Whether that reaches the aim.</param>
    public void Add(StoreKind kind, string name, string aim, string value, bool isReached)
    {
        string figure = $"{kind}: {name}: {value} (aim: {aim})";
        Console.WriteLine(figure);
        if (!isReached)
        {
            _missed.Add(figure);
        }

        (string, string, string[] Values) line = _lines.Find(line => line.Name == name);
        if (line.Values is null)
        {
            line = (name, aim, new string[Titles.Length]);
            _lines.Add(line);
        }

        line.Values[(int)kind] = value;
    }

    /// <summary>Adds what concerns one store, below the table.</summary>
    public void AddRemark(string remark)
    {
        Console.WriteLine(remark);
        _remarks.Add(remark);
    }

    public void WriteInto(string path)
    {
        string text = File.ReadAllText(path);
        int begin = text.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length;
        int end = text.IndexOf(End, StringComparison.Ordinal);
        File.WriteAllText(path, $"{text[..begin]}\n{this}{text[end..]}");
    }

    public override string ToString()
    {
        var text = new StringBuilder();
        text.Append("| | ").AppendJoin(" | ", Titles).Append(" | aim |\n|---|").Insert(text.Length, "---|", Titles.Length + 1).Append('\n');
        foreach ((string name, string aim, string[] values) in _lines)
        {
            text.Append("| ").Append(name).Append(" | ").AppendJoin(" | ", values).Append(" | ").Append(aim).Append(" |\n");
        }

        return text.Append('\n').AppendJoin("\n\n", _remarks).Append('\n').ToString();
    }
}
