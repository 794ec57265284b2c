using Rokt.EventApi.Cli.Exports;
using Rokt.EventApi.Cli.Rows;
using Rokt.EventApi.Cli.Values;

namespace Rokt.EventApi.Cli.Orders;

/// <summary>Reads as much of a file as its profile needs: a thousand rows, or all of it where only all of it shows which.</summary>
internal sealed class FileProfiler : IDisposable
{
    private const int SampleRows = 1000;

    private readonly ColumnMap _map;
    private readonly bool _prefersDecimalComma;
    private readonly OrderBoundary _boundary;
    private readonly HashLog _runs = new();
    private readonly Dictionary<string, decimal> _refunds = [];
    private readonly RowBlock _first = new();
    private DateOrder _dateOrder;
    private bool _hasAmbiguousDates;
    private bool? _isDecimalComma;
    private bool _hasUnclearAmounts;
    private bool _hasTimesWithoutZone;
    private bool _hasCurrency;
    private long _rows;

    private FileProfiler(ColumnMap map, bool prefersDecimalComma)
    {
        _map = map;
        _prefersDecimalComma = prefersDecimalComma;
        _boundary = new OrderBoundary(map);
    }

    /// <param name="source">The file, from its start.</param>
    /// <param name="map">Its columns.</param>
    /// <param name="options">What the user says, which nothing in the file overrules.</param>
    /// <param name="prefersDecimalComma">Whether an amount such as 1,234 has decimals where no other amount shows it.</param>
    /// <param name="cancellationToken">A token to cancel the reading.</param>
    public static FileProfile Profile(IRowSource source, ColumnMap map, MappingOptions options, bool prefersDecimalComma, CancellationToken cancellationToken)
    {
        using var profiler = new FileProfiler(map, prefersDecimalComma) { _dateOrder = options.DateOrder, _isDecimalComma = options.DecimalComma };
        var block = new RowBlock();
        while (profiler.NeedsMore && source.Read(block))
        {
            profiler.Observe(block[0]);
            block.Clear();
            cancellationToken.ThrowIfCancellationRequested();
        }

        return profiler.Finish();
    }

    public void Dispose() => _runs.Dispose();

    private bool NeedsMore =>
        _rows < SampleRows
        || _map.IsGrouped
        || _map.Has(Field.RefundOf)
        || (_hasAmbiguousDates && _dateOrder == DateOrder.Unknown)
        || (_hasUnclearAmounts && _isDecimalComma is null);

    private void Observe(Row row)
    {
        _rows++;
        ObserveTime(row);
        ObserveAmount(row);
        if (_map.IsGrouped)
        {
            ObserveKey(row);
        }

        ReadOnlySpan<char> refundOf = _map.Value(row, Field.RefundOf);
        if (!refundOf.IsEmpty && AmountText.TryParse(_map.Value(row, Field.Amount), _isDecimalComma ?? _prefersDecimalComma, out decimal amount) && amount < 0)
        {
            string key = refundOf.ToString();
            _refunds[key] = _refunds.GetValueOrDefault(key) - amount;
        }
    }

    private void ObserveTime(Row row)
    {
        ReadOnlySpan<char> text = _map.Value(row, Field.EventTime);
        if (text.IsEmpty)
        {
            return;
        }

        if (_dateOrder == DateOrder.Unknown)
        {
            _dateOrder = DateText.Shown(text);
            _hasAmbiguousDates |= DateText.IsAmbiguous(text);
        }

        if (_rows <= SampleRows && !_hasTimesWithoutZone && !_map.Export.IsUtc
            && TimeText.TryParse(text, DateOrder.DayFirst, out _, out TimeSpan? offset, out ReadOnlySpan<char> zone))
        {
            ReadOnlySpan<char> timeOfDay = _map.Value(row, Field.TimeOfDay);
            DateTime ignored = default;
            if (!timeOfDay.IsEmpty)
            {
                TimeText.TryAdd(timeOfDay, ref ignored, out offset, out zone);
            }

            _hasTimesWithoutZone = offset is null && zone.IsEmpty && _map.Value(row, Field.TimeZone).IsEmpty;
        }
    }

    private void ObserveAmount(Row row)
    {
        _hasCurrency |= !_map.Value(row, Field.Currency).IsEmpty;
        if (_isDecimalComma is null && _map.Value(row, Field.Amount) is { IsEmpty: false } amount)
        {
            _isDecimalComma = AmountText.IsDecimalComma(amount);
            _hasUnclearAmounts |= _isDecimalComma is null && amount.IndexOfAny(',', '.') >= 0;
        }
    }

    // One entry per run of rows with the same key: a key with two runs is scattered.
    private void ObserveKey(Row row)
    {
        if (_first.Count > 0 && !_boundary.IsNewOrder(_first[0], row))
        {
            return;
        }

        _first.Clear();
        _first.Append(row);
        if (_boundary.Key(row) is not 0 and var key && _map.Columns(Field.OrderId).Length == 0)
        {
            _runs.Add(key, row.Number);
        }
    }

    private FileProfile Finish() => new()
    {
        DateOrder = _dateOrder,
        HasAmbiguousDates = _hasAmbiguousDates,
        IsDecimalComma = _isDecimalComma ?? (_hasUnclearAmounts && _prefersDecimalComma),
        HasTimesWithoutZone = _hasTimesWithoutZone,
        HasCurrency = _hasCurrency,
        Refunds = _refunds,
        ScatteredOrders = _runs.FindRepeated().ToDictionary(repeated => repeated.Hash, repeated => repeated.LastRow),
        Rows = _rows,
    };
}
