using System.Text.RegularExpressions;

namespace Rokt.EventApi.Conventions.Tests;

/// <summary>How the sources of every package are laid out.</summary>
public sealed partial class LayoutTests
{
    // Stands in, in a build of its own, for what that build lacks: for types of .NET, and for files of the other folders.
    private const string StandIns = "Compatibility";

    public static TheoryData<string> Projects => [.. Repository.Projects.Select(project => project.Name)];

    [Theory]
    [MemberData(nameof(Projects))]
    public void No_folder_depends_on_a_folder_that_depends_on_it(string name)
    {
        SourceProject project = Project(name);
        string[] folders = [.. project.Files.Select(file => file.Folder).Where(folder => folder.Length > 0 && folder != StandIns).Distinct()];
        var arrows = folders.ToDictionary(folder => folder, folder => Directives(project, folder).ToHashSet());
        using var package = Package.OfBuild(project);
        foreach ((string from, string to) in package.References(name))
        {
            if (arrows.TryGetValue(from, out HashSet<string>? targets))
            {
                targets.Add(to);
            }
        }

        Assert.All(folders, folder => Assert.DoesNotContain(folder, Reached(folder, arrows)));
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_file_at_the_root_is_public_and_a_file_in_a_folder_is_internal(string name) =>
        Assert.All(Types(name), declared =>
        {
            bool isPublic = declared.Type.Value.StartsWith("public", StringComparison.Ordinal);
            Assert.True(isPublic == (declared.File.Folder.Length == 0), $"{declared.File.Path} declares {declared.Type.Value}.");
        });

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_file_declares_one_type_and_is_named_after_it(string name)
    {
        foreach (SourceFile file in Project(name).Files.Where(DeclaresType))
        {
            MatchCollection types = TypeDeclaration().Matches(file.Text);

            Assert.True(types.Count == 1, $"{file.Path} declares {types.Count} types.");
            Assert.Equal(types[0].Groups["name"].Value, Path.GetFileName(file.Path).Split('.')[0]);
        }
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_file_has_at_most_250_lines(string name) =>
        Assert.All(Project(name).Files, file => Assert.InRange(file.Text.Count(character => character == '\n'), 1, 250));

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_namespace_follows_its_folder(string name) =>
        Assert.All(Project(name).Files.Where(file => DeclaresType(file) && file.Folder is not ("" or StandIns)), file =>
            Assert.Contains($"\nnamespace {name}.{file.Folder.Replace('/', '.')};", "\n" + file.Text, StringComparison.Ordinal));

    [Theory]
    [MemberData(nameof(Projects))]
    public void Internals_are_visible_to_projects_of_tests_alone(string name) =>
        Assert.All(
            InternalsVisibleTo().Matches(File.ReadAllText(Project(name).ProjectFile)).Select(match => match.Groups["name"].Value),
            friend => Assert.True(File.Exists(Path.Combine(Repository.Root, "tests", friend, $"{friend}.csproj")), $"{name} opens its internals to {friend}, which is no project of tests."));

    private static SourceProject Project(string name) => Repository.Projects.Single(project => project.Name == name);

    private static IEnumerable<(SourceFile File, Match Type)> Types(string name) =>
        IsProgram(Project(name)) ? [] : Project(name).Files.SelectMany(file => TypeDeclaration().Matches(file.Text).Select(type => (file, type)));

    // Top-level statements declare no type.
    private static bool DeclaresType(SourceFile file) => file.Path != "Program.cs";

    // A program has no public API.
    private static bool IsProgram(SourceProject project) => File.ReadAllText(project.ProjectFile).Contains("<OutputType>Exe</OutputType>", StringComparison.Ordinal);

    // What leaves no trace in the assembly, such as a constant, is named in a directive.
    private static IEnumerable<string> Directives(SourceProject project, string folder) =>
        project.Files.Where(file => file.Folder == folder)
            .SelectMany(file => Regex.Matches(file.Text, $@"^using (static )?{Regex.Escape(project.Name)}\.(?<folder>[\w.]+);", RegexOptions.Multiline))
            .Select(match => match.Groups["folder"].Value.Replace('.', '/'))
            .Where(other => other != folder);

    private static HashSet<string> Reached(string folder, Dictionary<string, HashSet<string>> arrows)
    {
        var reached = new HashSet<string>();
        var open = new Queue<string>(arrows[folder]);
        while (open.TryDequeue(out string? next))
        {
            if (reached.Add(next))
            {
                foreach (string further in arrows.GetValueOrDefault(next) ?? [])
                {
                    open.Enqueue(further);
                }
            }
        }

        return reached;
    }

    [GeneratedRegex(@"^(public|internal) [a-z ]*(class|struct|enum|interface|record|delegate) (?<name>\w+)", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex TypeDeclaration();

    [GeneratedRegex("<InternalsVisibleTo Include=\"(?<name>[^\"]+)\"", RegexOptions.ExplicitCapture)]
    private static partial Regex InternalsVisibleTo();
}
