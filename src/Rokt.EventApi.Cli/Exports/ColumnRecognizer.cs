using System.Collections.Frozen;
using Rokt.EventApi.Cli.Rows;

namespace Rokt.EventApi.Cli.Exports;

/// <summary>Finds out which column holds what: what the user says, else what is known of the export, else the columns' names.</summary>
internal static class ColumnRecognizer
{
    private const string AttributePrefix = "custom_attributes.";
    private const string UserAttributePrefix = "user_attributes.";

    private static readonly FrozenSet<string> Known = FieldNames.Recognized.SelectMany(field => field.Columns).Concat(KnownExports.ColumnNames).ToFrozenSet();

    /// <exception cref="MappingException">The user names a column or a field that does not exist.</exception>
    public static ColumnMap Recognize(IReadOnlyList<string> header, MappingOptions options)
    {
        ExportFormat? format = KnownExports.Recognize(header);
        var map = new ColumnMap(header, format) { EventColumn = header.Contains(JsonRows.EventColumn) ? header.ToList().IndexOf(JsonRows.EventColumn) : -1 };
        string[] names = [.. header.Select(FieldNames.Normalize)];
        if (format is null)
        {
            MapByName(map, names);
        }
        else
        {
            MapKnown(map, format, names);
        }

        foreach ((string name, string column) in options.Columns)
        {
            MapColumn(map, name, Find(header, column));
        }

        foreach ((string name, string value) in options.Values)
        {
            MapConstant(map, name, value);
        }

        Group(map, options.GroupBy);
        if (!map.HasIdentity && map.Has(Field.OrderKey))
        {
            // Nothing is sent, but the orders are counted as what they are.
            map.IsGrouped = true;
        }

        return map;
    }

    private static void MapKnown(ColumnMap map, ExportFormat format, string[] names)
    {
        foreach ((Field field, string[] columns) in format.Columns)
        {
            map.Set(field, field == Field.ItemCell
                ? [.. Indexes(names, name => name.StartsWith(columns[0], StringComparison.Ordinal) && name.AsSpan(columns[0].Length).IndexOfAnyExceptInRange('0', '9') < 0)]
                : [.. columns.Select(column => Array.IndexOf(names, column)).Where(column => column >= 0)]);
        }
    }

    // A column serves one field, but an order's status and times can stand in several.
    private static void MapByName(ColumnMap map, string[] names)
    {
        var used = new HashSet<int>();
        foreach ((Field field, string[] columns) in FieldNames.Recognized)
        {
            int[] found = [.. columns.Select(column => Array.IndexOf(names, column)).Where(column => column >= 0 && !used.Contains(column))];
            map.Set(field, field is Field.Status or Field.Email or Field.CancelledAt ? found : [.. found.Take(1)]);
            used.UnionWith(map.Columns(field));
        }
    }

    private static void MapColumn(ColumnMap map, string name, int column)
    {
        if (FieldNames.Mappable.TryGetValue(name, out Field field))
        {
            map.Set(field, column);
        }
        else if (AttributeName(name, AttributePrefix) is { } attribute)
        {
            map.Attributes.Add((attribute, column));
        }
        else if (AttributeName(name, UserAttributePrefix) is { } userAttribute)
        {
            map.UserAttributes.Add((userAttribute, column));
        }
        else
        {
            throw UnknownField(name);
        }
    }

    private static void MapConstant(ColumnMap map, string name, string value)
    {
        if (FieldNames.Mappable.TryGetValue(name, out Field field))
        {
            map.SetConstant(field, value);
        }
        else if ((AttributeName(name, AttributePrefix) ?? AttributeName(name, UserAttributePrefix)) is { } attribute)
        {
            map.ConstantAttributes.Add((attribute, value, name.StartsWith(UserAttributePrefix, StringComparison.OrdinalIgnoreCase)));
        }
        else
        {
            throw UnknownField(name);
        }
    }

    private static void Group(ColumnMap map, string? groupBy)
    {
        if (groupBy is null)
        {
            return;
        }

        map.IsGrouped = groupBy != "none";
        if (map.IsGrouped)
        {
            int column = Find(map.Header, groupBy);
            map.Set(Field.OrderKey, column);
            map.Set(Field.OrderId);
            if (!map.Has(Field.ConfirmationRef))
            {
                map.Set(Field.ConfirmationRef, column);
            }
        }
    }

    private static int Find(IReadOnlyList<string> header, string column)
    {
        string normalized = FieldNames.Normalize(column);
        int found = Indexes(header, name => name == column)
            .Concat(Indexes(header, name => string.Equals(name, column.Trim(), StringComparison.OrdinalIgnoreCase)))
            .Concat(Indexes(header, name => normalized.Length > 0 && FieldNames.Normalize(name) == normalized))
            .FirstOrDefault(-1);
        return found >= 0
            ? found
            : throw new MappingException($"There is no column \"{column}\". {List(header)}");
    }

    // A file without names begins with a customer: a cell of the first row is shown only if it is a known name.
    private static string List(IReadOnlyList<string> header)
    {
        string[] known = [.. header.Where(name => Known.Contains(FieldNames.Normalize(name))).Distinct()];
        return known.Length == 0
            ? "The first row has no known column name: if that row holds an order, add a row of names above it."
            : $"Of {header.Count} columns these have a known name: {string.Join(", ", known)}.";
    }

    private static IEnumerable<int> Indexes(IReadOnlyList<string> names, Func<string, bool> matches) =>
        Enumerable.Range(0, names.Count).Where(index => matches(names[index]));

    private static string? AttributeName(string name, string prefix) =>
        name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase) && name.Length > prefix.Length ? name[prefix.Length..] : null;

    private static MappingException UnknownField(string name) => new(
        $"There is no field \"{name}\". The fields are: {string.Join(", ", FieldNames.Mappable.Keys.Order(StringComparer.Ordinal))}, custom_attributes.NAME and user_attributes.NAME.");
}
