using Rokt.EventApi.Cli.Orders;
using Rokt.EventApi.Cli.Reports;
using Rokt.EventApi.Cli.Values;

namespace Rokt.EventApi.Cli.Commands;

/// <summary>A file that was read once: what is in it, and whether it can be sent.</summary>
internal sealed class PlannedFile(OrderFile file, FileSummary summary) : IDisposable
{
    // A percentage of fewer orders says nothing.
    private const int FewestOrders = 10;

    public OrderFile File => file;

    public FileSummary Summary => summary;

    /// <summary>Gets whether too much of the start of the file is invalid, as when columns are mixed up.</summary>
    public string? FindExcess(double maxInvalid)
    {
        double invalid = 100.0 * summary.InvalidOfStart / Math.Max(1, summary.OrdersOfStart);
        return summary.OrdersOfStart >= FewestOrders && invalid > maxInvalid
            ? $"{file.Input.Name}: {invalid:0.#} % of the first {summary.OrdersOfStart:N0} orders are invalid, so nothing was sent. Check the columns, or add --max-invalid {Math.Ceiling(invalid):0}."
            : null;
    }

    public FileReport Report(double rate, SentReport? sent, string? message) => new(
        file.Input.Name, file.Map.Export.Name, file.Input.Format.ToString(), ColumnTable.Describe(file.Map).ToDictionary(pair => pair.Field, pair => pair.Column))
    {
        Rows = summary.Rows,
        Orders = summary.Orders,
        Conversions = summary.Conversions,
        Rejected = summary.Rejected,
        Skipped = file.Map.HasIdentity ? summary.Skipped.ToDictionary(pair => pair.Key.ToString().ToLowerInvariant(), pair => pair.Value) : new Dictionary<string, long>(),
        Violations = FileReport.Rules(summary.Violations),
        Dropped = FileReport.Rules(summary.Dropped),
        OlderThan30Days = summary.Old,
        Duplicates = summary.Duplicates,
        WithoutConfirmationRef = summary.WithoutReference,
        MatchScores = summary.MatchScores,
        SecondsToSend = Math.Round(summary.Conversions / rate, 1),
        DateOrder = file.Profile.DateOrder switch
        {
            DateOrder.DayFirst => "day-first",
            DateOrder.MonthFirst => "month-first",
            _ => null,
        },
        DecimalComma = file.Profile.IsDecimalComma,
        TimeZone = file.TimeZoneName,
        Message = message,
        Sent = sent,
    };

    public void Dispose()
    {
        summary.Dispose();
        file.Dispose();
    }
}
