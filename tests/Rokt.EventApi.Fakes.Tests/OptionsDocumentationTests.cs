using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;

namespace Rokt.EventApi.Fakes.Tests;

/// <summary>Every option of every package stands in a table of the documentation, with its default.</summary>
public sealed partial class OptionsDocumentationTests
{
    private static readonly Type[] Options =
    [
        .. Directory.EnumerateFiles(AppContext.BaseDirectory, "Rokt.EventApi*.dll")
            .Select(path => Path.GetFileNameWithoutExtension(path))
            .Where(name => !name.EndsWith(".Tests", StringComparison.Ordinal))
            .Select(Assembly.Load)
            .SelectMany(package => package.GetExportedTypes())
            .Where(type => type.IsClass && type.Name.EndsWith("Options", StringComparison.Ordinal)),
    ];

    public static TheoryData<Type> Types => [.. Options];

    [Theory]
    [MemberData(nameof(Types))]
    public void Each_option_stands_in_the_table_of_its_type_and_nothing_else_does(Type type)
    {
        Dictionary<string, string> table = Table(type.Name);

        Assert.Equal(
            type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.CanWrite).Select(property => property.Name).Order(StringComparer.Ordinal),
            table.Keys.Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void Each_default_is_the_one_of_the_code(Type type)
    {
        Dictionary<string, string> table = Table(type.Name);
        object options = Activator.CreateInstance(type)!;

        foreach (PropertyInfo property in type.GetProperties().Where(property => property.CanWrite))
        {
            if (Display(property.GetValue(options)) is { } value)
            {
                Assert.Equal($"{property.Name}: {value}", $"{property.Name}: {table[property.Name].Trim('`')}");
            }
        }
    }

    // What has no value, or a value that is no text, is described.
    private static string? Display(object? value) => value switch
    {
        bool flag => flag ? "true" : "false",
        int number => number.ToString("N0", CultureInfo.InvariantCulture),
        long bytes => $"{bytes / (1024 * 1024 * 1024)} GiB",
        double number => number.ToString(CultureInfo.InvariantCulture),
        TimeSpan { TotalDays: >= 30 } time => $"{time.TotalDays:0} days",
        TimeSpan { TotalHours: >= 1 } time => $"{time.TotalHours:0} h",
        TimeSpan { TotalMinutes: >= 1 } time => $"{time.TotalMinutes:0} min",
        TimeSpan time => $"{time.TotalSeconds:0} s",
        string text => text,
        _ => null,
    };

    // By option, its default: the table under a heading, or under a header row, that names the type.
    private static Dictionary<string, string> Table(string type)
    {
        foreach (string document in Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "docs"), "*.md"))
        {
            string[] lines = File.ReadAllLines(document);
            int title = Array.FindIndex(lines, line => line is ['#' or '|', ..] && line.Contains($"`{type}`", StringComparison.Ordinal));
            if (title >= 0)
            {
                return lines.Skip(title).SkipWhile(line => !line.StartsWith('|')).TakeWhile(line => line.StartsWith('|')).Skip(2)
                    .Select(line => line.Split('|'))
                    .SelectMany(cells => Name().Matches(cells[1]).Select(name => (Name: name.Groups["name"].Value, Default: cells[2].Trim())))
                    .ToDictionary(row => row.Name, row => row.Default);
            }
        }

        return [];
    }

    [GeneratedRegex("`(?<name>\\w+)`", RegexOptions.ExplicitCapture)]
    private static partial Regex Name();
}
