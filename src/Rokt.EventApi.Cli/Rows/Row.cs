namespace Rokt.EventApi.Cli.Rows;

/// <summary>One row of a <see cref="RowBlock"/>; valid as long as the block is not cleared.</summary>
internal readonly struct Row(RowBlock block, int index)
{
    /// <summary>Gets the row's number: 1 is the first below the header.</summary>
    public long Number => block.Number(index);

    /// <summary>Gets whether the row could not be read as cells, and stands whole in its first one.</summary>
    public bool IsDamaged => block.IsDamaged(index);

    public int CellCount => block.CellCount(index);

    /// <summary>Gets a cell as it is in the file; empty beyond the end of a short row.</summary>
    public ReadOnlySpan<char> this[int column] => block.Cell(index, column);

    /// <summary>Copies the cells, for what outlives the block.</summary>
    public string[] ToStrings()
    {
        string[] cells = new string[CellCount];
        for (int cell = 0; cell < cells.Length; cell++)
        {
            cells[cell] = this[cell].ToString();
        }

        return cells;
    }
}
