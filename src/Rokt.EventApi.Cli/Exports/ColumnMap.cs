using Rokt.EventApi.Cli.Rows;
using Rokt.EventApi.Cli.Values;

namespace Rokt.EventApi.Cli.Exports;

/// <summary>Where each field of an order is found in the rows of a file.</summary>
internal sealed class ColumnMap
{
    private static readonly ExportFormat Unknown = new("unknown");

    private readonly int[][] _columns = new int[Enum.GetValues<Field>().Length][];
    private readonly string?[] _constants = new string?[Enum.GetValues<Field>().Length];

    public ColumnMap(IReadOnlyList<string> header, ExportFormat? format)
    {
        Header = header;
        Export = format ?? Unknown;
        IsKnown = format is not null;
        IsGrouped = Export.IsGrouped;
        Array.Fill(_columns, []);
        foreach ((Field field, string value) in Export.Constants)
        {
            _constants[(int)field] = value;
        }
    }

    public IReadOnlyList<string> Header { get; }

    public ExportFormat Export { get; }

    /// <summary>Gets whether the export was recognized by its header.</summary>
    public bool IsKnown { get; }

    /// <summary>Gets or sets whether rows with the same <see cref="Field.OrderKey"/> are one order.</summary>
    public bool IsGrouped { get; set; }

    /// <summary>Gets or sets the column of events in the SDK's JSON; -1 for none.</summary>
    public int EventColumn { get; set; } = -1;

    /// <summary>Gets the columns of further attributes of the event.</summary>
    public List<(string Name, int Column)> Attributes { get; } = [];

    /// <summary>Gets the columns of further attributes of the customer.</summary>
    public List<(string Name, int Column)> UserAttributes { get; } = [];

    /// <summary>Gets the further attributes that are the same for every conversion.</summary>
    public List<(string Name, string Value, bool IsUser)> ConstantAttributes { get; } = [];

    /// <summary>Gets whether some row can have an identity.</summary>
    public bool HasIdentity => Has(Field.Email) || Has(Field.HashedEmail) || EventColumn >= 0;

    public bool Has(Field field) => Columns(field).Length > 0 || Constant(field) is not null;

    public int[] Columns(Field field) => _columns[(int)field];

    public string? Constant(Field field) => _constants[(int)field];

    public void Set(Field field, params int[] columns)
    {
        _columns[(int)field] = columns;
        _constants[(int)field] = null;
    }

    public void SetConstant(Field field, string value)
    {
        _columns[(int)field] = [];
        _constants[(int)field] = value;
    }

    /// <summary>Gets the first filled cell of a field, cleaned; empty when there is none.</summary>
    public ReadOnlySpan<char> Value(Row row, Field field)
    {
        foreach (int column in _columns[(int)field])
        {
            ReadOnlySpan<char> value = CellText.Clean(row[column]);
            if (!value.IsEmpty)
            {
                return value;
            }
        }

        return _constants[(int)field];
    }
}
