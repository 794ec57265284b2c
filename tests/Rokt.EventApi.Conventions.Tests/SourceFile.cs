namespace Rokt.EventApi.Conventions.Tests;

/// <summary>A source file, with its path below the project.</summary>
internal sealed record SourceFile(string Path, string Text)
{
    /// <summary>The folder that it stands in, such as <c>Sending</c>; empty at the root of the project.</summary>
    public string Folder => System.IO.Path.GetDirectoryName(Path)!.Replace('\\', '/');

    public override string ToString() => Path;
}
