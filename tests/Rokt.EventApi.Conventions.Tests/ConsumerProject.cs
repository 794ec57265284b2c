using System.Diagnostics;
using System.Text.Json;

namespace Rokt.EventApi.Conventions.Tests;

/// <summary>A project of somebody who uses the packages, in a folder of its own, with a cache of its own.</summary>
internal sealed class ConsumerProject : IDisposable
{
    public string Folder { get; } = Directory.CreateTempSubdirectory("rokt-consumer-").FullName;

    /// <summary>Restores a project that refers to packages, and returns its exit code with what was written.</summary>
    /// <param name="framework">The target framework.</param>
    /// <param name="source">The folder of the packed packages.</param>
    /// <param name="packages">What it refers to, by id and version.</param>
    public async Task<(int ExitCode, string Output)> RestoreAsync(string framework, string source, IEnumerable<(string Id, string Version)> packages)
    {
        string project = Path.Combine(Folder, "Consumer.csproj");
        await File.WriteAllTextAsync(
            project,
            $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <TargetFramework>{framework}</TargetFramework>
                <RestoreAdditionalProjectSources>{source}</RestoreAdditionalProjectSources>
                <RestorePackagesPath>{Path.Combine(Folder, "cache")}</RestorePackagesPath>
                <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
                <NuGetAudit>false</NuGetAudit>
              </PropertyGroup>
              <ItemGroup>
                {string.Concat(packages.Select(package => $"<PackageReference Include=\"{package.Id}\" Version=\"{package.Version}\" />\n"))}
              </ItemGroup>
            </Project>
            """,
            TestContext.Current.CancellationToken);
        using Process process = Process.Start(new ProcessStartInfo("dotnet", ["restore", project])
        {
            RedirectStandardOutput = true,
            Environment = { ["DOTNET_CLI_UI_LANGUAGE"] = "en", ["MSBUILDDISABLENODEREUSE"] = "1" },
        })!;
        string output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, output);
    }

    /// <summary>What the project got, by id and version.</summary>
    public IReadOnlyDictionary<string, Version> Resolved()
    {
        using JsonDocument assets = JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder, "obj", "project.assets.json")));
        return assets.RootElement.GetProperty("libraries").EnumerateObject()
            .Select(library => library.Name.Split('/'))
            .ToDictionary(library => library[0], library => Version.Parse(library[1].Split('-')[0]));
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
