namespace Rokt.EventApi.Cli.Orders;

/// <summary>What the lines of an order amount to.</summary>
internal ref struct OrderItems
{
    /// <summary>The number of lines.</summary>
    public int Lines { get; private set; }

    /// <summary>The number of items as ordered; null when some line does not say.</summary>
    public int? Quantity { get; private set; }

    /// <summary>The name of the only line; empty when there are several.</summary>
    public ReadOnlySpan<char> Name { get; private set; }

    /// <summary>The SKU of the only line that has items; empty when there are several.</summary>
    public ReadOnlySpan<char> Sku { get; private set; }

    private int _filledLines;
    private bool _isUnknown;

    public void Add(ReadOnlySpan<char> name, ReadOnlySpan<char> sku, int? quantity)
    {
        Name = ++Lines == 1 ? name : default;
        if (quantity is not 0)
        {
            Sku = ++_filledLines == 1 ? sku : default;
        }

        _isUnknown |= quantity is null;
        Quantity = _isUnknown ? null : (Quantity ?? 0) + quantity;
    }
}
