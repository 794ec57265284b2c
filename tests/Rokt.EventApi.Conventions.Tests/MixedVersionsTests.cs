using System.Diagnostics;
using System.IO.Compression;

namespace Rokt.EventApi.Conventions.Tests;

/// <summary>Packages of different versions that do not go together are refused when they are restored, and not at run time.</summary>
public sealed class MixedVersionsTests(PackedPackages packages) : IDisposable
{
    private const string Older = "0.0.1-mixed";
    private const string Newer = "0.0.2-mixed";

    private readonly string _folder = Directory.CreateTempSubdirectory("rokt-mixed-").FullName;

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

        string project = Path.Combine(_folder, "Mixed.csproj");
        await File.WriteAllTextAsync(
            project,
            $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
                <RestoreAdditionalProjectSources>{_folder}</RestoreAdditionalProjectSources>
                <RestorePackagesPath>{Path.Combine(_folder, "cache")}</RestorePackagesPath>
                <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
                <NuGetAudit>false</NuGetAudit>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="{older}" Version="{Older}" />
                <PackageReference Include="{newer}" Version="{Newer}" />
              </ItemGroup>
            </Project>
            """,
            TestContext.Current.CancellationToken);

        (int exitCode, string output) = await RestoreAsync(project);

        Assert.True(exitCode != 0 && output.Contains(error, StringComparison.Ordinal), output);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static async Task<(int ExitCode, string Output)> RestoreAsync(string project)
    {
        using Process process = Process.Start(new ProcessStartInfo("dotnet", ["restore", project])
        {
            RedirectStandardOutput = true,
            Environment = { ["DOTNET_CLI_UI_LANGUAGE"] = "en", ["MSBUILDDISABLENODEREUSE"] = "1" },
        })!;
        string output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, output);
    }

    /// <summary>The package, as if it had been packed with another version.</summary>
    private void Copy(string package, string version)
    {
        string id = PackageTests.Value(package, "id");
        string current = PackageTests.Value(package, "version");
        string copy = Path.Combine(_folder, $"{id}.{version}.nupkg");
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
