using System.Diagnostics;

[assembly: AssemblyFixture(typeof(Rokt.EventApi.Conventions.Tests.PackedPackages))]

namespace Rokt.EventApi.Conventions.Tests;

/// <summary>The packages, packed once for all tests of what was built for them.</summary>
public sealed class PackedPackages : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("rokt-packages-").FullName;

    /// <summary>The packages' files.</summary>
    public IReadOnlyList<string> Files { get; private set; } = [];

    public async ValueTask InitializeAsync()
    {
        foreach (SourceProject project in Repository.Projects.Where(project => project.IsPackage))
        {
            using Process process = Process.Start(new ProcessStartInfo("dotnet", ["pack", project.ProjectFile, "--no-build", "--nologo", "-v", "q", "-c", "Debug", "-o", _folder])
            {
                RedirectStandardOutput = true,
                Environment = { ["DOTNET_CLI_UI_LANGUAGE"] = "en", ["MSBUILDDISABLENODEREUSE"] = "1" },
            })!;
            string output = await process.StandardOutput.ReadToEndAsync();
            await process.WaitForExitAsync();
            Assert.True(process.ExitCode == 0, $"{project} cannot be packed: {output}");
        }

        Files = [.. Directory.EnumerateFiles(_folder, "*.nupkg").Order()];
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }
}
