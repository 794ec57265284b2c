namespace Rokt.EventApi.Sandbox.Judging;

/// <summary>Collects findings while the JSON is walked, no more of each grade than a person reads. No message quotes what was found.</summary>
internal sealed class Findings
{
    /// <summary>How many of each grade are kept.</summary>
    public const int MaxOfAGrade = 50;

    private static readonly SandboxGrade[] WorstFirst = [SandboxGrade.Refused, SandboxGrade.AgainstTheGuide, SandboxGrade.Advice];

    private readonly List<SandboxFinding> _items = [];
    private readonly int[] _counts = new int[WorstFirst.Length];

    public int Count(SandboxGrade grade) => _counts[(int)grade];

    public void Refuse(Place place, string? member, string message, string rule) => Add(SandboxGrade.Refused, place, member, message, rule);

    public void Warn(Place place, string? member, string message, string rule) => Add(SandboxGrade.AgainstTheGuide, place, member, message, rule);

    public void Advise(Place place, string? member, string message) => Add(SandboxGrade.Advice, place, member, message, rule: null);

    public void Add(SandboxGrade grade, Place place, string? member, string message, string? rule)
    {
        if (++_counts[(int)grade] <= MaxOfAGrade)
        {
            _items.Add(new SandboxFinding(grade, place.Path(member), message, rule));
        }
    }

    /// <summary>Returns what was found, the worst first.</summary>
    public IReadOnlyList<SandboxFinding> ToList() => [.. WorstFirst.SelectMany(OfGrade)];

    private IEnumerable<SandboxFinding> OfGrade(SandboxGrade grade)
    {
        IEnumerable<SandboxFinding> items = _items.Where(item => item.Grade == grade);
        int more = Count(grade) - MaxOfAGrade;
        return more <= 0 ? items : items.Append(new SandboxFinding(grade, "", $"There are {more} more findings of this grade."));
    }
}
