using System.Text.RegularExpressions;

namespace Rokt.EventApi.Conventions.Tests;

/// <summary>Everything that people read in the repository: documentation, comments, messages, pages and names.</summary>
internal static partial class Prose
{
    private static readonly string[] Folders = ["src", "docs", "samples", "tests"];
    private static readonly string[] Kinds = [".cs", ".cshtml", ".css", ".csproj", ".html", ".js", ".md", ".props", ".razor", ".sh", ".sql", ".svg", ".targets"];
    private static readonly string[] Generated = ["bin", "obj", "artifacts", "StrykerOutput", "node_modules", ".git"];

    public static readonly IReadOnlyList<ProseLine> Lines =
    [
        .. Directory.EnumerateFiles(Repository.Root, "*.md")
            .Concat(Folders.SelectMany(folder => Walk(Path.Combine(Repository.Root, folder))))
            .Where(file => Kinds.Contains(Path.GetExtension(file)))
            .Order(StringComparer.Ordinal)
            .SelectMany(Read),
    ];

    private static IEnumerable<ProseLine> Read(string file)
    {
        string path = Path.GetRelativePath(Repository.Root, file).Replace('\\', '/');
        string[] lines = File.ReadAllLines(file);
        string[] words = [.. lines.Select(line => Boundary().Replace(line, " "))];
        return lines.Select((line, index) => new ProseLine(
            path, index + 1, line, words[index], index + 1 < lines.Length ? NextWords().Match(words[index + 1]).Groups["words"].Value : ""));
    }

    private static IEnumerable<string> Walk(string folder) => Directory.EnumerateFiles(folder)
        .Concat(Directory.EnumerateDirectories(folder).Where(sub => !Generated.Contains(Path.GetFileName(sub))).SelectMany(Walk));

    [GeneratedRegex("(?<=[a-z0-9])(?=[A-Z])|[_-]")]
    private static partial Regex Boundary();

    // Without the mark of a comment, a quotation or a list.
    [GeneratedRegex(@"^[\s/*#>|]*(?<words>[a-zA-Z']+( [a-zA-Z']+){0,3})?", RegexOptions.ExplicitCapture)]
    private static partial Regex NextWords();
}
