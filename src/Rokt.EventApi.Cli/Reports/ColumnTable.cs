using Rokt.EventApi.Cli.Exports;
using Rokt.EventApi.Cli.Orders;
using Rokt.EventApi.Cli.Values;
using Spectre.Console;

namespace Rokt.EventApi.Cli.Reports;

/// <summary>Shows what was recognized in a file, before anything else happens.</summary>
internal static class ColumnTable
{
    public static void Write(IAnsiConsole console, OrderFile file)
    {
        string system = file.Map.IsKnown ? file.Map.Export.Name : "no known export, columns by their names";
        console.MarkupLineInterpolated($"[bold]{file.Input.Name}[/]: {system} ({file.Input.Format.ToString()})");
        Table table = new Table().Border(console.Profile.Capabilities.Unicode ? TableBorder.Rounded : TableBorder.Ascii).AddColumns("Field", "Column");
        foreach ((string field, string column) in Describe(file.Map))
        {
            table.AddRow(Markup.Escape(field), Markup.Escape(column));
        }

        if (table.Rows.Count > 0)
        {
            console.Write(table);
        }

        foreach (string note in Notes(file))
        {
            console.WriteLine($"  {note}");
        }
    }

    /// <summary>Describes which columns each field comes from.</summary>
    public static IEnumerable<(string Field, string Column)> Describe(ColumnMap map)
    {
        foreach (Field field in Enum.GetValues<Field>().Where(map.Has))
        {
            string column = map.Constant(field) is { } constant
                ? $"= {constant}"
                : string.Join(", else ", map.Columns(field).Select(column => map.Header[column]).Distinct());
            yield return (FieldNames.Get(field), column);
        }

        foreach ((string name, int column) in map.Attributes)
        {
            yield return ($"custom_attributes.{name}", map.Header[column]);
        }

        foreach ((string name, int column) in map.UserAttributes)
        {
            yield return ($"user_attributes.{name}", map.Header[column]);
        }

        foreach ((string name, string value, bool isUser) in map.ConstantAttributes)
        {
            yield return ($"{(isUser ? "user_attributes" : "custom_attributes")}.{name}", $"= {value}");
        }

        if (map.EventColumn >= 0)
        {
            yield return ("event", "the SDK's JSON");
        }
    }

    private static IEnumerable<string> Notes(OrderFile file)
    {
        FileProfile profile = file.Profile;
        if (file.Map.IsGrouped)
        {
            yield return $"One conversion per order: rows with the same {string.Join(", ", file.Map.Columns(Field.OrderKey).Select(column => file.Map.Header[column]))} belong together.";
        }

        if (profile.HasAmbiguousDates || profile.DateOrder != DateOrder.Unknown)
        {
            yield return profile.DateOrder switch
            {
                DateOrder.DayFirst => "Dates: the day comes first.",
                DateOrder.MonthFirst => "Dates: the month comes first.",
                _ => $"Dates: day or month first? The file does not show which: {Wording.CommandLine.DateOrder}.",
            };
        }

        if (profile.IsDecimalComma)
        {
            yield return "Amounts: a comma separates the decimals.";
        }

        if (profile.HasTimesWithoutZone || file.TimeZoneName is not null)
        {
            yield return file.TimeZoneName is { } zone ? $"Times without a zone are in {zone}." : "Times have no zone and are taken as UTC: add --time-zone, such as --time-zone Europe/Berlin, if they are not.";
        }

        if (file.Map.Export.Warning is { } warning)
        {
            yield return warning;
        }
    }
}
