namespace Rokt.EventApi.Conventions.Tests;

/// <summary>Where the sources are.</summary>
internal static class Repository
{
    private const string Solution = "Rokt.EventApi.sln";

    public static readonly string Root = FindRoot();

    /// <summary>Every project under <c>src</c>, by name, with its sources.</summary>
    public static readonly IReadOnlyList<SourceProject> Projects =
    [
        .. Directory.EnumerateDirectories(Path.Combine(Root, "src")).Where(folder => Directory.EnumerateFiles(folder, "*.csproj").Any()).Order().Select(SourceProject.Read),
    ];

    private static string FindRoot()
    {
        string folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, Solution)))
        {
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("The tests run inside the repository.");
        }

        return folder;
    }
}
