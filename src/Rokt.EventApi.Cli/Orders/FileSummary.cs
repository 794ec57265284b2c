using System.Text.Json;
using Rokt.EventApi.Cli.Exports;
using Rokt.EventApi.Sandbox;

namespace Rokt.EventApi.Cli.Orders;

/// <summary>What all orders of a file amount to.</summary>
internal sealed class FileSummary : IDisposable
{
    /// <summary>How many rows at the start decide whether the file is what it should be.</summary>
    private const int RowsOfStart = 1000;

    /// <summary>How many conversions show how well a file can be matched.</summary>
    public const int ConversionsScored = 10_000;

    private readonly HashLog _references = new();

    /// <summary>Gets the number of rows that hold text.</summary>
    public long Rows { get; private set; }

    public long Orders { get; private set; }

    /// <summary>Gets how many conversions can be sent.</summary>
    public long Conversions { get; private set; }

    public long Rejected { get; private set; }

    public SortedDictionary<Standing, long> Skipped { get; } = [];

    public ViolationCounts Violations { get; } = new();

    public ViolationCounts Dropped { get; } = new();

    /// <summary>Gets how many happened more than 30 days ago, whether they are sent or not.</summary>
    public long Old { get; private set; }

    /// <summary>Gets how many conversions have no confirmation reference.</summary>
    public long WithoutReference { get; private set; }

    /// <summary>Gets how many conversions repeat the confirmation reference of another one.</summary>
    public long Duplicates { get; private set; }

    /// <summary>Gets the first rows of repeated confirmation references.</summary>
    public IReadOnlyList<long> DuplicateRows { get; private set; } = [];

    /// <summary>Gets how many orders the first thousand rows hold.</summary>
    public int OrdersOfStart { get; private set; }

    /// <summary>Gets how many of those break a rule.</summary>
    public int InvalidOfStart { get; private set; }

    /// <summary>Gets how many of the first conversions have each match score, as the sandbox calculates it.</summary>
    public SortedDictionary<int, long> MatchScores { get; } = [];

    public async Task ReadAsync(IAsyncEnumerable<FileOrder> orders)
    {
        const int DuplicatesShown = 5;
        await foreach (FileOrder order in orders.ConfigureAwait(false))
        {
            Add(order);
        }

        var rows = new List<long>();
        foreach (RepeatedHash repeated in _references.FindRepeated())
        {
            Duplicates += repeated.Count - 1;
            rows.Add(repeated.LastRow);
            if (rows.Count > DuplicatesShown)
            {
                rows.Sort();
                rows.RemoveAt(DuplicatesShown);
            }
        }

        rows.Sort();
        DuplicateRows = rows;
    }

    public void Dispose() => _references.Dispose();

    private void Add(FileOrder order)
    {
        Orders++;
        Rows = Math.Max(Rows, order.LastRow);
        Old += order.IsOld ? 1 : 0;
        bool isTooOld = order.Violations.Count > 0 && order.Violations.All(violation => violation.Rule == Wording.CommandLine.TooOld);
        if (order.Row <= RowsOfStart)
        {
            OrdersOfStart++;
            InvalidOfStart += order.Violations.Count > 0 && !isTooOld ? 1 : 0;
        }

        if (order.IsSkipped)
        {
            Skipped[order.Standing] = Skipped.GetValueOrDefault(order.Standing) + 1;
            return;
        }

        Violations.Add(order.Violations, order.Row);
        if (order.Conversion is not { } conversion)
        {
            Rejected++;
            return;
        }

        Conversions++;
        Dropped.Add(order.Dropped, order.Row);
        if (Conversions <= ConversionsScored)
        {
            int score = MatchScore.Calculate(JsonSerializer.SerializeToUtf8Bytes(conversion, EventJsonContext.Default.ConversionEvent)).Value;
            MatchScores[score] = MatchScores.GetValueOrDefault(score) + 1;
        }

        if (order.ReferenceHash == 0)
        {
            WithoutReference++;
        }
        else
        {
            _references.Add(order.ReferenceHash, order.Row);
        }
    }
}
