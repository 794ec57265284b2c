using Rokt.EventApi.Cli.Exports;

namespace Rokt.EventApi.Cli.Orders;

/// <summary>What became of one order of a file: a conversion, or the reason why it is none.</summary>
internal sealed class FileOrder
{
    /// <summary>Gets the number of its first row: 1 is the first below the header.</summary>
    public required long Row { get; init; }

    /// <summary>Gets the number of its last row.</summary>
    public long LastRow { get; init; }

    /// <summary>Gets what it is; anything but <see cref="Standing.Sale"/> and <see cref="Standing.Unpaid"/> is skipped.</summary>
    public Standing Standing { get; init; }

    /// <summary>Gets whether the order is skipped: no conversion, and nothing wrong either.</summary>
    public bool IsSkipped { get; init; }

    /// <summary>Gets the conversion; null for an order that is skipped or rejected.</summary>
    public ConversionEvent? Conversion { get; init; }

    /// <summary>Gets the rules that it breaks; empty for a conversion that can be sent.</summary>
    public IReadOnlyList<RowViolation> Violations { get; init; } = [];

    /// <summary>Gets the optional values that were left out.</summary>
    public IReadOnlyList<RowViolation> Dropped { get; init; } = [];

    /// <summary>Gets whether it happened longer ago than the API accepts.</summary>
    public bool IsOld { get; init; }

    /// <summary>Gets a hash of the confirmation reference; 0 when there is none.</summary>
    public ulong ReferenceHash { get; init; }

    /// <summary>Gets the original rows; empty unless <see cref="KeepRows"/> was called.</summary>
    public IReadOnlyList<string[]> Rows { get; private set; } = [];

    /// <summary>Gets the numbers of the original rows; empty unless <see cref="KeepRows"/> was called.</summary>
    public IReadOnlyList<long> RowNumbers { get; private set; } = [];

    /// <summary>Copies the original rows, for what outlives their block.</summary>
    public FileOrder KeepRows(OrderRows rows)
    {
        string[][] cells = new string[rows.Count][];
        long[] numbers = new long[rows.Count];
        for (int index = 0; index < rows.Count; index++)
        {
            cells[index] = rows[index].ToStrings();
            numbers[index] = rows[index].Number;
        }

        Rows = cells;
        RowNumbers = numbers;
        return this;
    }
}
