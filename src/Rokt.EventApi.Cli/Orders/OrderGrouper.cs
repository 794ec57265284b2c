using Rokt.EventApi.Cli.Exports;
using Rokt.EventApi.Cli.Rows;

namespace Rokt.EventApi.Cli.Orders;

/// <summary>
/// Puts the rows of an order together: rows one after the other with the same key, and rows without a key after one that has
/// it. An order whose rows are scattered over the file waits for its last row.
/// </summary>
internal sealed class OrderGrouper(IRowSource source, ColumnMap map, FileProfile profile)
{
    private readonly Dictionary<ulong, RowBlock> _waiting = [];
    private readonly RowBlock _next = new();
    private readonly OrderBoundary _boundary = new(map);
    private bool _isOver;

    /// <summary>Fills a block with whole orders.</summary>
    /// <param name="block">An empty block.</param>
    /// <param name="rows">About how many rows it gets.</param>
    /// <returns>Whether there were any.</returns>
    public bool Read(OrderBlock block, int rows)
    {
        while (!_isOver && block.Rows.Count < rows)
        {
            ReadRun(block);
        }

        return block.Count > 0;
    }

    // The rows of one run go to the end of the block; the row after them, which shows that the run is over, stays for the next.
    private void ReadRun(OrderBlock block)
    {
        int start = block.Rows.Count;
        if (_next.Count > 0)
        {
            block.Rows.Append(_next[0]);
            _next.Clear();
        }
        else if (!source.Read(block.Rows))
        {
            _isOver = true;
            return;
        }

        if (map.IsGrouped)
        {
            ReadFurtherRows(block.Rows, start);
        }

        ulong key = profile.ScatteredOrders.Count > 0 ? _boundary.Key(block.Rows[start]) : 0;
        if (key == 0 || !profile.ScatteredOrders.TryGetValue(key, out long lastStart))
        {
            block.Start(start);
            return;
        }

        bool isComplete = block.Rows[start].Number >= lastStart;
        RowBlock waiting = Wait(key, block.Rows, start);
        if (isComplete)
        {
            _waiting.Remove(key);
            block.Start(start);
            for (int index = 0; index < waiting.Count; index++)
            {
                block.Rows.Append(waiting[index]);
            }
        }
    }

    private void ReadFurtherRows(RowBlock rows, int start)
    {
        while (source.Read(rows))
        {
            Row row = rows[rows.Count - 1];
            if (_boundary.IsNewOrder(rows[start], row))
            {
                _next.Append(row);
                rows.RemoveLast();
                return;
            }
        }
    }

    private RowBlock Wait(ulong key, RowBlock rows, int start)
    {
        if (!_waiting.TryGetValue(key, out RowBlock? waiting))
        {
            _waiting[key] = waiting = new RowBlock();
        }

        for (int index = start; index < rows.Count; index++)
        {
            waiting.Append(rows[index]);
        }

        while (rows.Count > start)
        {
            rows.RemoveLast();
        }

        return waiting;
    }
}
