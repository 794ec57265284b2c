using System.IO.Compression;
using System.Xml.Linq;

namespace Rokt.EventApi.Conventions.Tests;

/// <summary>What users get: the packages themselves.</summary>
public sealed class PackageTests(PackedPackages packages) : IClassFixture<PackedPackages>
{
    [Fact]
    public void Each_project_is_a_package() => Assert.Equal(
        Repository.Projects.Select(project => project.Name),
        packages.Files.Select(file => Value(file, "id")));

    [Fact]
    public void No_package_sees_the_internals_of_another()
    {
        string[] ids = [.. Repository.Projects.Select(project => project.Name)];
        foreach (string file in packages.Files)
        {
            using ZipArchive archive = ZipFile.OpenRead(file);
            foreach (ZipArchiveEntry entry in archive.Entries.Where(entry => entry.Name.StartsWith("Rokt.", StringComparison.Ordinal) && entry.Name.EndsWith(".dll", StringComparison.Ordinal)))
            {
                using var package = Package.OfEntry(entry);
                Assert.All(package.InternalsVisibleTo, friend => Assert.DoesNotContain(friend, ids));
            }
        }
    }

    [Fact]
    public void Each_package_says_what_it_is_and_carries_its_documentation()
    {
        foreach (string file in packages.Files)
        {
            using ZipArchive archive = ZipFile.OpenRead(file);
            string[] entries = [.. archive.Entries.Select(entry => entry.FullName)];

            Assert.Equal("MIT", Value(file, "license"));
            Assert.True(Value(file, "description").Length > 40, $"{file} has no description.");
            Assert.Contains("rokt", Value(file, "tags"), StringComparison.Ordinal);
            Assert.Contains(Value(file, "readme"), entries);
            Assert.All(
                entries.Where(entry => entry.StartsWith("lib/", StringComparison.Ordinal) && entry.EndsWith(".dll", StringComparison.Ordinal)),
                library => Assert.Contains(Path.ChangeExtension(library, ".xml"), entries));
        }
    }

    [Fact]
    public void Each_package_depends_on_packages_of_the_same_version_and_on_no_tool_of_the_build()
    {
        foreach (string file in packages.Files)
        {
            XElement[] dependencies = [.. Nuspec(file).Descendants().Where(element => element.Name.LocalName == "dependency")];
            Assert.All(
                dependencies.Where(dependency => dependency.Attribute("id")!.Value.StartsWith("Rokt.", StringComparison.Ordinal)),
                dependency => Assert.Equal(Value(file, "version"), dependency.Attribute("version")!.Value));
            Assert.All(dependencies, dependency => Assert.DoesNotMatch("(?i)xunit|polysharp|analyzers|testing", dependency.Attribute("id")!.Value));
        }
    }

    private static string Value(string file, string name) =>
        Nuspec(file).Descendants().FirstOrDefault(element => element.Name.LocalName == name)?.Value ?? "";

    private static XDocument Nuspec(string file)
    {
        using ZipArchive archive = ZipFile.OpenRead(file);
        using Stream stream = archive.Entries.Single(entry => entry.FullName.EndsWith(".nuspec", StringComparison.Ordinal)).Open();
        return XDocument.Load(stream);
    }
}
