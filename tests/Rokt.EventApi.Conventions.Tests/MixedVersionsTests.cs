using System.IO.Compression;

namespace Rokt.EventApi.Conventions.Tests;

/// <summary>Packages of different versions that do not go together are refused when they are restored, and not at run time.</summary>
public sealed class MixedVersionsTests(PackedPackages packages) : IDisposable
{
    private const string Older = "0.0.1-mixed";
    private const string Newer = "0.0.2-mixed";

    private readonly ConsumerProject _consumer = new();

    [Theory]
    [InlineData("Rokt.EventApi.Outbox.Sqlite", "Rokt.EventApi.Outbox", "NU1608")]
    [InlineData("Rokt.EventApi.Outbox.EntityFrameworkCore", "Rokt.EventApi.Outbox", "NU1608")]
    [InlineData("Rokt.EventApi.Outbox.Sqlite", "Rokt.EventApi.Outbox.EntityFrameworkCore", "NU1107")]
    public async Task An_add_on_of_another_version_is_refused(string older, string newer, string error)
    {
        foreach (string file in packages.Files)
        {
            Copy(file, Older);
            Copy(file, Newer);
        }

        (int exitCode, string output) = await _consumer.RestoreAsync("net10.0", _consumer.Folder, [(older, Older), (newer, Newer)]);

        Assert.True(exitCode != 0 && output.Contains(error, StringComparison.Ordinal), output);
    }

    public void Dispose() => _consumer.Dispose();

    /// <summary>The package, as if it had been packed with another version.</summary>
    private void Copy(string package, string version)
    {
        string id = PackageTests.Value(package, "id");
        string current = PackageTests.Value(package, "version");
        string copy = Path.Combine(_consumer.Folder, $"{id}.{version}.nupkg");
        File.Copy(package, copy);
        using ZipArchive archive = ZipFile.Open(copy, ZipArchiveMode.Update);
        ZipArchiveEntry entry = archive.GetEntry($"{id}.nuspec")!;
        string nuspec;
        using (var reader = new StreamReader(entry.Open()))
        {
            nuspec = reader.ReadToEnd();
        }

        entry.Delete();
        using var writer = new StreamWriter(archive.CreateEntry($"{id}.nuspec").Open());
        writer.Write(nuspec
            .Replace($"<version>{current}<", $"<version>{version}<", StringComparison.Ordinal)
            .Replace($"version=\"{current}\"", $"version=\"{version}\"", StringComparison.Ordinal)
            .Replace($"version=\"[{current}]\"", $"version=\"[{version}]\"", StringComparison.Ordinal));
    }
}
