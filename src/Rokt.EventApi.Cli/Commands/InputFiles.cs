using Rokt.EventApi.Cli.Rows;

namespace Rokt.EventApi.Cli.Commands;

/// <summary>Finds the files that an argument with wildcards means, for shells that leave them alone.</summary>
internal static class InputFiles
{
    /// <exception cref="UnreadableFileException">Nothing matches.</exception>
    public static IReadOnlyList<string> Expand(IEnumerable<string> arguments) => [.. arguments.SelectMany(ExpandOne).Distinct()];

    /// <summary>Checks that nothing that is written takes the place of a file that is read, nor one file's the place of another's.</summary>
    /// <exception cref="UnreadableFileException">It would.</exception>
    public static void Protect(SendOptions options)
    {
        (string Option, string? Path)[] written = [("--journal", options.Journal), ("--rejects", options.Rejects), ("--save-map", options.SaveMap)];
        foreach ((string option, string path) in written.Where(file => file.Path is not null).Select(file => (file.Option, file.Path!)))
        {
            if (options.Files.Any(file => Path.GetFullPath(file) == Path.GetFullPath(path)) || written.Count(file => file.Path is not null && Path.GetFullPath(file.Path) == Path.GetFullPath(path)) > 1)
            {
                throw new UnreadableFileException($"{option} {path} is one of the other files: name another one.");
            }
        }

        if (options.Files.Count > 1 && (options.Journal ?? options.Rejects) is not null)
        {
            throw new UnreadableFileException("--journal and --rejects are for a single file: send the files one by one, or leave both out.");
        }
    }

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
