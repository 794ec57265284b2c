using Rokt.EventApi.Cli.Rows;

namespace Rokt.EventApi.Cli.Commands;

/// <summary>Finds the files that an argument with wildcards means, for shells that leave them alone.</summary>
internal static class InputFiles
{
    /// <exception cref="UnreadableFileException">Nothing matches.</exception>
    public static IReadOnlyList<string> Expand(IEnumerable<string> arguments) => [.. arguments.SelectMany(ExpandOne).Distinct()];

    private static IEnumerable<string> ExpandOne(string argument)
    {
        if (File.Exists(argument) || argument.AsSpan().IndexOfAny('*', '?') < 0)
        {
            return [argument];
        }

        string folder = Path.GetDirectoryName(argument) is { Length: > 0 } named ? named : ".";
        string[] found = Directory.Exists(folder)
            ? [.. Directory.EnumerateFiles(folder, Path.GetFileName(argument)).Where(IsInput).Select(file => folder == "." ? Path.GetFileName(file) : file).Order(StringComparer.Ordinal)]
            : [];
        return found.Length > 0 ? found : throw new UnreadableFileException($"No file matches {argument}.");
    }

    // What the tool itself has written beside the files.
    private static bool IsInput(string file) =>
        !file.EndsWith(".rejects.csv", StringComparison.Ordinal) && !file.EndsWith(".journal", StringComparison.Ordinal);
}
