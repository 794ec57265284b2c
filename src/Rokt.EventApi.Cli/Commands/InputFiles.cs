using Rokt.EventApi.Cli.Rows;
using Rokt.EventApi.Cli.Sending;

namespace Rokt.EventApi.Cli.Commands;

/// <summary>Finds the files that an argument with wildcards means, for shells that leave them alone.</summary>
internal static class InputFiles
{
    private const string Rejects = ".rejects.csv";

    /// <exception cref="UnreadableFileException">Nothing matches.</exception>
    public static IReadOnlyList<string> Expand(IEnumerable<string> arguments)
    {
        List<string> files = [.. arguments.SelectMany(ExpandOne).DistinctBy(Path.GetFullPath)];
        foreach ((string file, string written) in files.SelectMany(file => WrittenBeside(file).Select(written => (file, written))).ToArray())
        {
            // The shell has put it into the place of a wildcard.
            if (files.RemoveAll(other => Path.GetFullPath(other) == Path.GetFullPath(written)) > 0)
            {
                Console.Error.WriteLine($"{written} was written for {file} and is left out{(written.EndsWith(Rejects, StringComparison.Ordinal) ? ": when it is corrected, send it by itself" : "")}.");
            }
        }

        return files;
    }

    /// <summary>Checks that nothing that is written takes the place of a file that is read, nor one file's the place of another's.</summary>
    /// <param name="options">The files to send, and what is said of others.</param>
    /// <param name="mapFile">The file of <c>--map-file</c>, which <c>--save-map</c> may replace; null for none.</param>
    /// <exception cref="UnreadableFileException">It would.</exception>
    public static void Protect(SendOptions options, string? mapFile)
    {
        if (options.Files.Count > 1 && (options.Journal ?? options.Rejects) is not null)
        {
            throw new UnreadableFileException("--journal and --rejects are for a single file: send the files one by one, or leave both out.");
        }

        // Some systems do not distinguish upper case from lower case in the name of a file.
        var taken = new HashSet<string>(options.Files.Append(options.Settings).Append(mapFile).OfType<string>().Select(Path.GetFullPath), StringComparer.OrdinalIgnoreCase);
        foreach ((string option, string path) in Written(options, mapFile))
        {
            if (!taken.Add(Path.GetFullPath(path)))
            {
                throw new UnreadableFileException($"{option} {path} is one of the other files: name another one.");
            }
        }
    }

    private static IEnumerable<(string Option, string Path)> Written(SendOptions options, string? mapFile)
    {
        if (options.SaveMap is { } map && (mapFile is null || Path.GetFullPath(map) != Path.GetFullPath(mapFile)))
        {
            yield return ("--save-map", map);
        }

        foreach (string file in options.Files)
        {
            if ((options.Rejects ?? (options.DryRun ? null : RejectsFile.DefaultPath(InputFile.NameOf(file)))) is { } rejects)
            {
                yield return ("--rejects", rejects);
            }

            if (options.Journal is { } journal)
            {
                yield return ("--journal", journal);
            }
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
            ? [.. Directory.EnumerateFiles(folder, Path.GetFileName(argument)).Where(file => IsInput(file, argument)).Select(file => folder == "." ? Path.GetFileName(file) : file).Order(StringComparer.Ordinal)]
            : [];
        return found.Length > 0 ? found : throw new UnreadableFileException($"No file matches {argument}.");
    }

    // Without a journal, what has the name of the rejects is a file of somebody else's.
    private static string[] WrittenBeside(string file)
    {
        string[] journals = [.. Enum.GetValues<EventEnvironment>().Select(environment => SendJournal.DefaultPath(file, environment)).Where(File.Exists)];
        return journals.Length > 0 ? [RejectsFile.DefaultPath(file), .. journals] : [];
    }

    // What the tool itself has written beside the files; rejects are meant where the wildcard says so.
    private static bool IsInput(string file, string wildcard) =>
        !file.EndsWith(".journal", StringComparison.Ordinal) && (!file.EndsWith(Rejects, StringComparison.Ordinal) || wildcard.EndsWith(Rejects, StringComparison.Ordinal));
}
