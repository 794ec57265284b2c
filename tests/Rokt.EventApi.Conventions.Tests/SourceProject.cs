namespace Rokt.EventApi.Conventions.Tests;

/// <summary>A project with its sources.</summary>
internal sealed record SourceProject(string Name, string ProjectFile, IReadOnlyList<SourceFile> Files)
{
    /// <summary>Whether the project is a package of its own; the analyzers are a part of the SDK's.</summary>
    public bool IsPackage { get; } = !File.ReadAllText(ProjectFile).Contains("<IsPackable>false</IsPackable>", StringComparison.Ordinal);

    public static SourceProject Read(string folder)
    {
        string[] generated = [Path.Combine(folder, "bin") + Path.DirectorySeparatorChar, Path.Combine(folder, "obj") + Path.DirectorySeparatorChar];
        return new(
            Path.GetFileName(folder),
            Directory.EnumerateFiles(folder, "*.csproj").Single(),
            [.. Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)
                .Where(path => !generated.Any(prefix => path.StartsWith(prefix, StringComparison.Ordinal)))
                .Order()
                .Select(path => new SourceFile(Path.GetRelativePath(folder, path).Replace('\\', '/'), File.ReadAllText(path)))]);
    }

    public override string ToString() => Name;
}
