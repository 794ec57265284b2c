using Rokt.EventApi.Cli.Exports;
using Rokt.EventApi.Cli.Rows;
using Rokt.EventApi.Cli.Values;

namespace Rokt.EventApi.Cli.Orders;

/// <summary>Reads the items of an order: one per row, or several in cells.</summary>
internal static class ItemReader
{
    /// <summary>Reads the items of an order whose lines are rows.</summary>
    public static OrderItems ReadLines(OrderRows rows, ColumnMap map, bool isDecimalComma)
    {
        var items = new OrderItems();
        for (int index = 0; index < rows.Count; index++)
        {
            Row row = rows[index];
            ReadOnlySpan<char> name = map.Value(row, Field.ProductName);
            ReadOnlySpan<char> sku = map.Value(row, Field.Sku);
            ReadOnlySpan<char> quantity = map.Value(row, Field.Quantity);
            bool isLine = !name.IsEmpty || !sku.IsEmpty || !quantity.IsEmpty;
            if (isLine && !IsTip(name, map.Value(row, Field.LineStatus)))
            {
                items.Add(name, sku, TryParseQuantity(quantity, isDecimalComma, out int parsed) ? parsed : null);
            }
        }

        return items;
    }

    /// <summary>Reads the items of an order that stand in cells of its one row.</summary>
    public static OrderItems ReadCells(Row row, ColumnMap map)
    {
        var items = new OrderItems();
        foreach (int column in map.Columns(Field.ItemCell))
        {
            ReadOnlySpan<char> cell = row[column].Trim();
            if (cell.IsEmpty)
            {
                continue;
            }

            if (map.Export.ItemCells == ItemCellFormat.WebToffee)
            {
                AddWebToffee(ref items, cell);
            }
            else
            {
                AddBigCommerce(ref items, cell);
            }
        }

        return items;
    }

    /// <summary>Reads a number of items; some systems write <c>1.0</c>, and spreadsheets make <c>1,0</c> of it.</summary>
    public static bool TryParseQuantity(ReadOnlySpan<char> text, bool isDecimalComma, out int quantity)
    {
        quantity = 0;
        if (text is not [(>= '0' and <= '9') or '+' or '-', ..]
            || !AmountText.TryParseNumber(text, isDecimalComma, out decimal number)
            || number != decimal.Truncate(number) || number is < 0 or > int.MaxValue)
        {
            return false;
        }

        quantity = (int)number;
        return true;
    }

    // Shopify lists a tip as a line that nobody ships.
    private static bool IsTip(ReadOnlySpan<char> name, ReadOnlySpan<char> lineStatus) =>
        name.Equals("Tip", StringComparison.OrdinalIgnoreCase) && lineStatus.Equals("not_eligible", StringComparison.OrdinalIgnoreCase);

    // name:Soap|product_id:13|sku:SOAP-1|quantity:1|total:11.00; a name may hold a bar, so each member is looked for by its name.
    private static void AddWebToffee(ref OrderItems items, ReadOnlySpan<char> cell)
    {
        ReadOnlySpan<char> quantity = Between(cell, "|quantity:", "|");
        items.Add(Between(cell, "name:", "|product_id:"), Between(cell, "|sku:", "|quantity:"), TryParseQuantity(quantity, isDecimalComma: false, out int parsed) ? parsed : null);
    }

    // Names may hold both separators, so an item ends only where the next one begins.
    private static void AddBigCommerce(ref OrderItems items, ReadOnlySpan<char> cell)
    {
        const string Next = "|Product ID:";
        while (!cell.IsEmpty)
        {
            int end = cell.IndexOf(Next);
            ReadOnlySpan<char> item = end < 0 ? cell : cell[..end];
            cell = end < 0 ? default : cell[(end + 1)..];
            ReadOnlySpan<char> quantity = Between(item, "Product Qty: ", ", Product SKU:");
            items.Add(Between(item, "Product Name: ", ", Product Weight:"), Between(item, "Product SKU: ", ", Product Name:"), TryParseQuantity(quantity, isDecimalComma: false, out int parsed) ? parsed : null);
        }
    }

    private static ReadOnlySpan<char> Between(ReadOnlySpan<char> text, string start, string end)
    {
        int from = text.IndexOf(start);
        if (from < 0)
        {
            return default;
        }

        text = text[(from + start.Length)..];
        int to = text.IndexOf(end);
        return (to < 0 ? text : text[..to]).Trim();
    }
}
