using System.Text.Json;

namespace Rokt.EventApi.Cli.Rows;

/// <summary>
/// Reads NDJSON: a flat object's members are the columns; an object with <c>events</c>, the JSON of the SDK, stands whole in
/// the column <see cref="EventColumn"/>.
/// </summary>
internal sealed class JsonRows : IRowSource
{
    /// <summary>The name of the column for events in the SDK's JSON.</summary>
    public const string EventColumn = "(event)";

    private const int LinesForHeader = 1000;

    private readonly TextReader _lines;
    private readonly Dictionary<string, int> _columns = new(StringComparer.Ordinal);
    private readonly string?[] _cells;
    private long _number;

    /// <param name="lines">The file.</param>
    /// <param name="openAgain">Opens the file once more: the columns are those of its first thousand lines.</param>
    public JsonRows(TextReader lines, Func<TextReader> openAgain)
    {
        _lines = lines;
        using TextReader sample = openAgain();
        for (int i = 0; i < LinesForHeader && sample.ReadLine() is { } line; i++)
        {
            foreach (string name in Names(line))
            {
                _columns.TryAdd(name, _columns.Count);
            }
        }

        Header = [.. _columns.Keys];
        _cells = new string?[Header.Count];
    }

    public IReadOnlyList<string> Header { get; }

    public bool Read(RowBlock block)
    {
        while (_lines.ReadLine() is { } line)
        {
            if (string.IsNullOrWhiteSpace(line))
            {
                continue;
            }

            Array.Clear(_cells);
            bool isDamaged = !TryFill(line);
            foreach (string? cell in _cells)
            {
                block.Add(cell);
            }

            if (block.EndRow(++_number, isDamaged))
            {
                return true;
            }
        }

        return false;
    }

    public void Dispose() => _lines.Dispose();

    private static List<string> Names(string line)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(line);
            return IsEvent(document.RootElement)
                ? [EventColumn]
                : document.RootElement.ValueKind == JsonValueKind.Object ? [.. document.RootElement.EnumerateObject().Select(member => member.Name)] : [];
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // No JSON, or half of a character in a name: the row will say so.
            return [];
        }
    }

    private static bool IsEvent(JsonElement root) =>
        root.ValueKind == JsonValueKind.Object && root.TryGetProperty("events", out JsonElement events) && events.ValueKind == JsonValueKind.Array;

    // A line that is no JSON stands in the first column: a row that will be rejected, and not the end of the file.
    private bool TryFill(string line)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(line);
            JsonElement root = document.RootElement;
            if (IsEvent(root))
            {
                _cells[_columns[EventColumn]] = line;
                return true;
            }

            foreach (JsonProperty member in root.EnumerateObject())
            {
                if (_columns.TryGetValue(member.Name, out int column))
                {
                    _cells[column] = Text(member.Value);
                }
            }

            return true;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            if (_cells.Length > 0)
            {
                Array.Clear(_cells);
                _cells[0] = line;
            }

            return false;
        }
    }

    private static string? Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.String => value.GetString(),
        _ => value.GetRawText(),
    };
}
