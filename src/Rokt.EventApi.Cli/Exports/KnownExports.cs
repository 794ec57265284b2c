namespace Rokt.EventApi.Cli.Exports;

/// <summary>The exports that are recognized by their header. Order matters: the first whose signature is there counts.</summary>
internal static class KnownExports
{
    private static readonly ExportFormat[] All = [.. ShopExports.All, .. PaymentExports.All, .. MarketplaceExports.All, .. UploadTemplates.All];

    /// <summary>Gets the names of all columns that are known of exports.</summary>
    public static IEnumerable<string> ColumnNames => All.SelectMany(format => format.Columns.SelectMany(mapped => mapped.Columns).Concat(format.Signature));

    /// <summary>Recognizes an export by its header; null for an unknown one.</summary>
    public static ExportFormat? Recognize(IEnumerable<string> header)
    {
        HashSet<string> names = [.. header.Select(FieldNames.Normalize)];
        return All.FirstOrDefault(format => format.Signature.All(names.Contains));
    }
}
