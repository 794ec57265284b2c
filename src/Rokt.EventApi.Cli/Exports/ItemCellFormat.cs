namespace Rokt.EventApi.Cli.Exports;

/// <summary>How an export that has one row per order writes its items into cells.</summary>
internal enum ItemCellFormat
{
    None,

    /// <summary>One item per cell: <c>name:Soap|sku:S-1|quantity:1</c>.</summary>
    WebToffee,

    /// <summary>All items in one cell: <c>Product ID: 1, Product Qty: 2, …|Product ID: …</c>.</summary>
    BigCommerce,
}
