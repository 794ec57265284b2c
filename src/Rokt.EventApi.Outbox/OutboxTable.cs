using System.ComponentModel;

namespace Rokt.EventApi.Outbox;

/// <summary>Describes one of the outbox's tables: its name, and what its columns are called. Store packages create it; applications do not need it.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class OutboxTable
{
    private readonly IReadOnlyDictionary<string, string> _columns;

    /// <summary>Creates the description of a table.</summary>
    /// <param name="name">The table's name.</param>
    /// <param name="schema">Its schema. Default: the connection's own.</param>
    /// <param name="columns">The names of renamed columns, by the name that the documented script gives them. Default: none is renamed.</param>
    /// <param name="otherColumns">The values of further columns that an insert has to fill, by the column's name. Default: there are none.</param>
    public OutboxTable(
        string name,
        string? schema = null,
        IReadOnlyDictionary<string, string>? columns = null,
        IReadOnlyDictionary<string, object>? otherColumns = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        Name = name;
        Schema = schema;
        _columns = columns ?? new Dictionary<string, string>();
        OtherColumns = otherColumns ?? new Dictionary<string, object>();
    }

    /// <summary>Gets the table's name.</summary>
    public string Name { get; }

    /// <summary>Gets the table's schema; null for the connection's own.</summary>
    public string? Schema { get; }

    /// <summary>Gets the values of further columns that an insert has to fill, by the column's name.</summary>
    public IReadOnlyDictionary<string, object> OtherColumns { get; }

    /// <summary>Gets the name of a column.</summary>
    /// <param name="column">The name that the documented script gives it.</param>
    public string Column(string column) => _columns.GetValueOrDefault(column, column);
}
