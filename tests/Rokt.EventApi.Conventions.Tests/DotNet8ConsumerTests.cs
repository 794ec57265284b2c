namespace Rokt.EventApi.Conventions.Tests;

/// <summary>An application on .NET 8 that adds the packages stays on version 8 of what it has already.</summary>
public sealed class DotNet8ConsumerTests(PackedPackages packages) : IDisposable
{
    private const string EntityFramework = "Microsoft.EntityFrameworkCore.Sqlite";

    private readonly ConsumerProject _consumer = new();

    // Aspire asks for version 10 there too, and a tool is no library.
    private IEnumerable<(string Id, string Version)> Libraries => packages.Files
        .Select(file => (Id: PackageTests.Value(file, "id"), Version: PackageTests.Value(file, "version")))
        .Where(package => !package.Id.Contains("Aspire", StringComparison.Ordinal) && !package.Id.EndsWith(".Cli", StringComparison.Ordinal));

    [Theory]
    [InlineData("8.0.34")]
    [InlineData("9.0.23")]
    public async Task Nothing_is_lifted_above_what_the_application_has(string entityFramework)
    {
        (int exitCode, string output) = await _consumer.RestoreAsync("net8.0", Path.GetDirectoryName(packages.Files[0])!, Libraries.Append((EntityFramework, entityFramework)));

        Assert.True(exitCode == 0, output);
        IReadOnlyDictionary<string, Version> resolved = _consumer.Resolved();
        int most = Version.Parse(entityFramework).Major;
        string[] own = [.. resolved.Where(package => package.Key.StartsWith("Microsoft.", StringComparison.Ordinal) && package.Value.Major > most && !IsOfResilience(package.Value)).Select(package => $"{package.Key} {package.Value}")];
        Assert.True(own.Length == 0, $"Lifted: {string.Join(", ", own)}");
        Assert.Equal(most, resolved["Microsoft.EntityFrameworkCore.Relational"].Major);
    }

    [Fact]
    public async Task Without_EF_Core_every_extension_is_of_version_8()
    {
        (int exitCode, string output) = await _consumer.RestoreAsync(
            "net8.0", Path.GetDirectoryName(packages.Files[0])!, Libraries.Where(package => !package.Id.EndsWith(".EntityFrameworkCore", StringComparison.Ordinal)));

        Assert.True(exitCode == 0, output);
        Assert.All(
            _consumer.Resolved().Where(package => package.Key.StartsWith("Microsoft.Extensions.", StringComparison.Ordinal) && !IsOfResilience(package.Value)),
            package => Assert.Equal(8, package.Value.Major));
    }

    public void Dispose() => _consumer.Dispose();

    // Microsoft.Extensions.Http.Resilience and what belongs to it have a version of their own, 10.11, also for .NET 8: no part of that runtime.
    private static bool IsOfResilience(Version version) => version is { Major: 10, Minor: > 0 };
}
