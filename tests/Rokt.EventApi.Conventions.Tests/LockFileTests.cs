using System.Text.RegularExpressions;

namespace Rokt.EventApi.Conventions.Tests;

/// <summary>The gate restores what is in the lock files; a project without one would restore anything.</summary>
public sealed partial class LockFileTests
{
    public static TheoryData<string> Projects =>
    [
        .. SolutionProject().Matches(File.ReadAllText(Path.Combine(Repository.Root, "Rokt.EventApi.sln"))).Select(match => match.Groups["path"].Value.Replace('\\', '/')),
    ];

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_project_has_a_lock_file(string project)
    {
        string folder = Path.Combine(Repository.Root, Path.GetDirectoryName(project)!);
        string file = project.StartsWith("samples/", StringComparison.Ordinal)
            ? Path.Combine(Repository.Root, "samples", $"{Path.GetFileNameWithoutExtension(project)}.packages.lock.json")
            : Path.Combine(folder, "packages.lock.json");

        Assert.True(File.Exists(file), $"Restore writes {file}: commit it.");
    }

    [GeneratedRegex("\"(?<path>[^\"]+\\.csproj)\"", RegexOptions.ExplicitCapture)]
    private static partial Regex SolutionProject();
}
