using Rokt.EventApi.Cli.Exports;
using Rokt.EventApi.Cli.Rows;
using Rokt.EventApi.Cli.Values;

namespace Rokt.EventApi.Cli.Orders;

/// <summary>The rows of one order.</summary>
internal readonly struct OrderRows(RowBlock block, int first, int count)
{
    public int Count => count;

    public Row this[int index] => block[first + index];

    /// <summary>Gets the first filled cell of a field over all rows, cleaned.</summary>
    public ReadOnlySpan<char> Value(ColumnMap map, Field field)
    {
        for (int row = 0; row < count; row++)
        {
            ReadOnlySpan<char> value = map.Value(this[row], field);
            if (!value.IsEmpty)
            {
                return value;
            }
        }

        return default;
    }

    /// <summary>Gets the first filled cell of a column, cleaned.</summary>
    public ReadOnlySpan<char> Value(int column)
    {
        for (int row = 0; row < count; row++)
        {
            ReadOnlySpan<char> value = CellText.Clean(this[row][column]);
            if (!value.IsEmpty)
            {
                return value;
            }
        }

        return default;
    }
}
