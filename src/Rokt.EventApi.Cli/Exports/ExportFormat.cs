namespace Rokt.EventApi.Cli.Exports;

/// <summary>What is known of an export of a shop or payment system. Names of columns are normalized.</summary>
internal sealed record ExportFormat(string Name)
{
    /// <summary>Gets the columns whose presence identifies the export.</summary>
    public string[] Signature { get; init; } = [];

    /// <summary>Gets the columns of each field, the preferred one first: the first that is filled counts.</summary>
    public IReadOnlyList<(Field Field, string[] Columns)> Columns { get; init; } = [];

    /// <summary>Gets whether several rows make an order, by <see cref="Field.OrderKey"/>.</summary>
    public bool IsGrouped { get; init; }

    /// <summary>Gets whether the columns of items are those of a line: the order's quantity is their sum.</summary>
    public bool HasLines { get; init; }

    /// <summary>Gets what is always so in this export.</summary>
    public IReadOnlyDictionary<Field, string> Constants { get; init; } = new Dictionary<Field, string>();

    /// <summary>Gets the words that mean something else here than elsewhere.</summary>
    public IReadOnlyDictionary<string, Standing> Standings { get; init; } = new Dictionary<string, Standing>();

    /// <summary>Gets the words of <see cref="Field.Kind"/> that a sale has; empty where every row is one.</summary>
    public string[] SaleKinds { get; init; } = [];

    /// <summary>Gets whether times without an offset are UTC.</summary>
    public bool IsUtc { get; init; }

    /// <summary>Gets how cells of several items are written.</summary>
    public ItemCellFormat ItemCells { get; init; }

    /// <summary>Gets whether quotation marks are text in this export.</summary>
    public bool IsUnquoted { get; init; }

    /// <summary>Gets which export has the addresses that this one lacks; null where only the column is to be named.</summary>
    public string? WithoutEmail { get; init; }

    /// <summary>Gets what else to know before sending; null for nothing.</summary>
    public string? Warning { get; init; }
}
