namespace Rokt.EventApi.Cli.Orders;

/// <summary>Counts violations by rule, with the numbers of the first rows.</summary>
internal sealed class ViolationCounts
{
    private const int RowsShown = 5;

    private readonly Dictionary<RowViolation, (int Count, List<long> Rows)> _counts = [];

    /// <summary>Gets each rule with how often it was broken and where first, the most frequent first.</summary>
    public IEnumerable<(RowViolation Violation, int Count, IReadOnlyList<long> Rows)> ByFrequency => _counts
        .OrderByDescending(pair => pair.Value.Count)
        .Select(pair => (pair.Key, pair.Value.Count, (IReadOnlyList<long>)pair.Value.Rows));

    public bool IsEmpty => _counts.Count == 0;

    public void Add(IReadOnlyList<RowViolation> violations, long row)
    {
        // By index: there are none on nearly every row.
        for (int index = 0; index < violations.Count; index++)
        {
            RowViolation violation = violations[index];
            (int count, List<long> rows) = _counts.GetValueOrDefault(violation, (0, []));
            if (rows.Count < RowsShown)
            {
                rows.Add(row);
            }

            _counts[violation] = (count + 1, rows);
        }
    }
}
