using Rokt.EventApi.Cli.Rows;

namespace Rokt.EventApi.Cli.Orders;

/// <summary>Whole orders, one after the other. Reused after <see cref="Clear"/>.</summary>
internal sealed class OrderBlock
{
    private readonly List<int> _starts = [];

    public RowBlock Rows { get; } = new();

    public int Count => _starts.Count;

    public OrderRows this[int index]
    {
        get
        {
            int end = index + 1 < _starts.Count ? _starts[index + 1] : Rows.Count;
            return new OrderRows(Rows, _starts[index], end - _starts[index]);
        }
    }

    /// <summary>Records that the next order begins with the row at an index.</summary>
    public void Start(int row) => _starts.Add(row);

    public void Clear()
    {
        Rows.Clear();
        _starts.Clear();
    }
}
