using System.IO.Compression;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Rokt.EventApi.Conventions.Tests;

/// <summary>What users get: the packages themselves.</summary>
public sealed partial class PackageTests(PackedPackages packages)
{
    [Fact]
    public void Each_project_is_a_package() => Assert.Equal(
        Repository.Projects.Where(project => project.IsPackage).Select(project => project.Name),
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
    public void Each_assembly_has_the_same_strong_name_and_refers_to_such_as_have_one()
    {
        var tokens = new HashSet<string>();
        foreach (string file in packages.Files.Where(file => !Value(file, "id").EndsWith(".Cli", StringComparison.Ordinal)))
        {
            using ZipArchive archive = ZipFile.OpenRead(file);
            foreach (ZipArchiveEntry entry in archive.Entries.Where(entry => entry.Name.EndsWith(".dll", StringComparison.Ordinal)))
            {
                using var package = Package.OfEntry(entry);
                tokens.Add(package.PublicKeyToken);
                Assert.Empty(package.UnnamedReferences);
            }
        }

        Assert.NotEqual("", Assert.Single(tokens));
    }

    [Fact]
    public void The_analyzers_and_their_fixes_are_in_the_package_of_the_SDK()
    {
        using ZipArchive archive = ZipFile.OpenRead(packages.Files.Single(file => Value(file, "id") == "Rokt.EventApi"));

        Assert.Equal(
            Repository.Projects.Where(project => !project.IsPackage).Select(project => $"analyzers/dotnet/roslyn4.8/cs/{project.Name}.dll").Order(),
            archive.Entries.Select(entry => entry.FullName).Where(name => name.StartsWith("analyzers/", StringComparison.Ordinal)).Order());
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
    public void Each_package_has_a_page_of_its_own_whose_links_work_anywhere()
    {
        foreach (string file in packages.Files)
        {
            using ZipArchive archive = ZipFile.OpenRead(file);
            using var reader = new StreamReader(archive.GetEntry("README.md")!.Open());
            string readme = reader.ReadToEnd();
            string id = Value(file, "id");

            Assert.StartsWith($"# {id}\n", readme, StringComparison.Ordinal);
            Assert.Contains(id.EndsWith(".Cli", StringComparison.Ordinal) ? $"\ndotnet tool install -g {id}\n" : $"\ndotnet add package {id}\n", readme, StringComparison.Ordinal);
            Assert.Contains("not a product of Rokt", readme, StringComparison.Ordinal);
            string[] links = [.. Link().Matches(readme).Select(match => match.Groups["target"].Value)];
            Assert.True(links.Length >= 3, $"{id} has {links.Length} links.");
            Assert.All(links, link => Assert.StartsWith("https://", link, StringComparison.Ordinal));
            Assert.All(
                Link().Matches(File.ReadAllText(Path.Combine(Repository.Root, "src", id, "README.md"))).Select(match => match.Groups["target"].Value),
                link => Assert.True(Path.Exists(Path.Combine(Repository.Root, "src", id, link.Split('#')[0])), $"{id} links to {link}."));
            Assert.NotNull(archive.GetEntry(Value(file, "icon")));
            Assert.StartsWith("https://", Value(file, "projectUrl"), StringComparison.Ordinal);
            Assert.EndsWith("/CHANGELOG.md", Value(file, "releaseNotes"), StringComparison.Ordinal);
        }

        Assert.Distinct(packages.Files.Select(file => Value(file, "tags")));
    }

    [Fact]
    public void Each_package_depends_on_packages_of_the_same_version_and_on_no_tool_of_the_build()
    {
        foreach (string file in packages.Files)
        {
            XElement[] dependencies = [.. Nuspec(file).Descendants().Where(element => element.Name.LocalName == "dependency")];
            Assert.All(
                dependencies.Where(dependency => dependency.Attribute("id")!.Value.StartsWith("Rokt.", StringComparison.Ordinal)),
                dependency => Assert.Equal(
                    BelongsTo(dependency.Attribute("id")!.Value, Value(file, "id")) ? $"[{Value(file, "version")}]" : Value(file, "version"),
                    dependency.Attribute("version")!.Value));
            Assert.All(dependencies, dependency => Assert.DoesNotMatch("(?i)xunit|analyzers|testing", dependency.Attribute("id")!.Value));
        }
    }

    // A version that is pinned for the build alone is nobody else's.
    [Fact]
    public void Each_package_depends_on_what_its_project_refers_to_and_on_nothing_else()
    {
        foreach (string file in packages.Files.Where(file => !Value(file, "id").EndsWith(".Cli", StringComparison.Ordinal)))
        {
            string id = Value(file, "id");
            XDocument project = XDocument.Load(Repository.Projects.Single(project => project.Name == id).ProjectFile);
            IEnumerable<string> referred = project.Descendants()
                .Where(reference => reference.Name.LocalName is "PackageReference" or "ProjectReference" && reference.Attribute("PrivateAssets") is null)
                .Select(reference => reference.Attribute("Include")!.Value)
                .Select(reference => reference.EndsWith(".csproj", StringComparison.Ordinal) ? Path.GetFileNameWithoutExtension(reference) : reference);

            Assert.Equal(
                referred.Distinct().Order(),
                Nuspec(file).Descendants().Where(element => element.Name.LocalName == "dependency").Select(element => element.Attribute("id")!.Value).Distinct().Order());
        }
    }

    // Its native library is most of what an application publishes.
    [Fact]
    public void Only_the_embedded_file_brings_SQLite()
    {
        string[] bringing = [.. packages.Files
            .Where(file => Nuspec(file).Descendants().Any(element => element.Name.LocalName == "dependency" && element.Attribute("id")!.Value.Contains("sqlite", StringComparison.OrdinalIgnoreCase)))
            .Select(file => Value(file, "id"))];

        Assert.Equal(["Rokt.EventApi.Outbox.Sqlite"], bringing);
        Assert.DoesNotContain(
            packages.Files.Select(file => Nuspec(file).Descendants()).SelectMany(elements => elements),
            element => element.Name.LocalName == "dependency" && element.Attribute("id")!.Value == "Rokt.EventApi.Outbox.Sqlite");
    }

    // An add-on goes with the same version of what it is named after; the SDK is used as by anybody else.
    private static bool BelongsTo(string package, string addOn) => package != "Rokt.EventApi" && addOn.StartsWith($"{package}.", StringComparison.Ordinal);

    [GeneratedRegex(@"\]\((?<target>[^)]+)\)", RegexOptions.ExplicitCapture)]
    private static partial Regex Link();

    internal static string Value(string file, string name) =>
        Nuspec(file).Descendants().FirstOrDefault(element => element.Name.LocalName == name)?.Value ?? "";

    private static XDocument Nuspec(string file)
    {
        using ZipArchive archive = ZipFile.OpenRead(file);
        using Stream stream = archive.Entries.Single(entry => entry.FullName.EndsWith(".nuspec", StringComparison.Ordinal)).Open();
        return XDocument.Load(stream);
    }
}
