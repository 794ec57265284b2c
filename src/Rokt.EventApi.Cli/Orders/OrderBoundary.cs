using Rokt.EventApi.Cli.Exports;
using Rokt.EventApi.Cli.Rows;

namespace Rokt.EventApi.Cli.Orders;

/// <summary>Determines where an order ends and the next one begins.</summary>
internal sealed class OrderBoundary(ColumnMap map)
{
    /// <summary>Gets a hash of the order's key; 0 for a row without one.</summary>
    public ulong Key(Row row)
    {
        ReadOnlySpan<char> key = map.Value(row, Field.OrderKey);
        return key.IsEmpty ? 0 : HashLog.Hash(key);
    }

    /// <summary>Returns whether a row begins another order than the one whose first row is given.</summary>
    public bool IsNewOrder(Row first, Row row)
    {
        ReadOnlySpan<char> key = map.Value(row, Field.OrderKey);
        if (key.IsEmpty)
        {
            return map.Value(first, Field.OrderKey).IsEmpty && HasOwnIdentity(row);
        }

        // After an import, two orders of a shop can have the same name; further rows have no id.
        ReadOnlySpan<char> id = map.Value(row, Field.OrderId);
        return !key.SequenceEqual(map.Value(first, Field.OrderKey)) || (!id.IsEmpty && !id.SequenceEqual(map.Value(first, Field.OrderId)));
    }

    private bool HasOwnIdentity(Row row) => !map.Value(row, Field.Email).IsEmpty || !map.Value(row, Field.HashedEmail).IsEmpty;
}
