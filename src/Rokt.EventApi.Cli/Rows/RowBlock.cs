namespace Rokt.EventApi.Cli.Rows;

/// <summary>Holds rows as cells in one buffer, so that reading a row allocates nothing per cell. Reused after <see cref="Clear"/>.</summary>
internal sealed class RowBlock
{
    private char[] _text = new char[64 * 1024];
    private int[] _ends = new int[8 * 1024];
    private int[] _firstCells = new int[1024];
    private long[] _numbers = new long[1024];
    private bool[] _damaged = new bool[1024];
    private int _length;
    private int _cells;
    private int _rowStart;

    /// <summary>Gets the number of rows.</summary>
    public int Count { get; private set; }

    public Row this[int index] => new(this, index);

    /// <summary>Adds a cell to the row that <see cref="EndRow"/> ends.</summary>
    public void Add(ReadOnlySpan<char> cell)
    {
        if (_text.Length - _length < cell.Length)
        {
            Array.Resize(ref _text, Math.Max(_text.Length * 2, _length + cell.Length));
        }

        cell.CopyTo(_text.AsSpan(_length));
        _length += cell.Length;
        if (_cells + 1 == _ends.Length)
        {
            Array.Resize(ref _ends, _ends.Length * 2);
        }

        _ends[++_cells] = _length;
    }

    /// <summary>Ends a row; one without any text is forgotten.</summary>
    /// <param name="number">The row's number: 1 is the first below the header.</param>
    /// <param name="isDamaged">Whether the row could not be read as cells, and stands whole in its first one.</param>
    /// <returns>Whether the row holds text.</returns>
    public bool EndRow(long number, bool isDamaged = false)
    {
        if (_text.AsSpan(_ends[_rowStart].._length).IsWhiteSpace())
        {
            _cells = _rowStart;
            _length = _ends[_rowStart];
            return false;
        }

        if (Count + 1 == _firstCells.Length)
        {
            Array.Resize(ref _firstCells, Count * 2);
            Array.Resize(ref _numbers, Count * 2);
            Array.Resize(ref _damaged, Count * 2);
        }

        _damaged[Count] = isDamaged;
        _numbers[Count++] = number;
        _firstCells[Count] = _cells;
        _rowStart = _cells;
        return true;
    }

    /// <summary>Copies a row of another block to the end of this one.</summary>
    public void Append(Row row)
    {
        for (int cell = 0; cell < row.CellCount; cell++)
        {
            Add(row[cell]);
        }

        EndRow(row.Number, row.IsDamaged);
    }

    /// <summary>Forgets the last row.</summary>
    public void RemoveLast()
    {
        Count--;
        _rowStart = _cells = _firstCells[Count];
        _length = _ends[_cells];
    }

    public void Clear()
    {
        Count = _cells = _length = _rowStart = 0;
    }

    internal long Number(int row) => _numbers[row];

    internal bool IsDamaged(int row) => _damaged[row];

    internal int CellCount(int row) => _firstCells[row + 1] - _firstCells[row];

    /// <summary>Gets a cell; empty beyond the end of a short row.</summary>
    internal ReadOnlySpan<char> Cell(int row, int column)
    {
        int cell = _firstCells[row] + column;
        return cell >= _firstCells[row + 1] ? default : _text.AsSpan(_ends[cell].._ends[cell + 1]);
    }
}
