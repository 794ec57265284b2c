using Rokt.EventApi.Cli.Exports;
using Rokt.EventApi.Cli.Values;

namespace Rokt.EventApi.Cli.Orders;

/// <summary>Reads when an order happened, from one cell or from date, time of day and zone.</summary>
internal sealed class OrderTime(ColumnMap map, DateOrder order, TimeZoneInfo zone)
{
    private readonly bool _isUtc = map.Export.IsUtc;

    // Columns of zones hold few different names, mostly the same one row after row.
    private volatile Tuple<string, TimeZoneInfo?>? _last;

    /// <summary>Returns whether the order's time can be read; it is null where the order has none.</summary>
    public bool TryRead(OrderRows rows, out DateTimeOffset? time)
    {
        time = null;
        ReadOnlySpan<char> text = rows.Value(map, Field.EventTime);
        if (text.IsEmpty)
        {
            return true;
        }

        if (!TimeText.TryParse(text, order, out DateTime local, out TimeSpan? offset, out ReadOnlySpan<char> zoneName))
        {
            return false;
        }

        ReadOnlySpan<char> timeOfDay = rows.Value(map, Field.TimeOfDay);
        if (!timeOfDay.IsEmpty && offset is null && !TimeText.TryAdd(timeOfDay, ref local, out offset, out zoneName))
        {
            return false;
        }

        if (offset is null && Zone(zoneName.IsEmpty ? rows.Value(map, Field.TimeZone) : zoneName) is { } found)
        {
            offset = found.GetUtcOffset(DateTime.SpecifyKind(local, DateTimeKind.Unspecified));
        }

        if (offset is not { } known || local.Year is < 1970 or > 9998)
        {
            return false;
        }

        time = new DateTimeOffset(DateTime.SpecifyKind(local, DateTimeKind.Unspecified), known).ToUniversalTime();
        return true;
    }

    private TimeZoneInfo? Zone(ReadOnlySpan<char> name)
    {
        if (name.IsEmpty)
        {
            return _isUtc ? TimeZoneInfo.Utc : zone;
        }

        if (_last is { } last && name.SequenceEqual(last.Item1))
        {
            return last.Item2;
        }

        string text = name.ToString();
        TimeZoneInfo? found = TimeZones.Find(text);
        _last = Tuple.Create(text, found);
        return found;
    }
}
