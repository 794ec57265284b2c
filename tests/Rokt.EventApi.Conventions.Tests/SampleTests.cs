using System.Xml.Linq;

namespace Rokt.EventApi.Conventions.Tests;

/// <summary>A sample that was copied out builds by what its project says; the gate does that with the packed packages.</summary>
public sealed class SampleTests
{
    public static TheoryData<string> Samples =>
        [.. Directory.EnumerateFiles(Path.Combine(Repository.Root, "samples"), "*.csproj", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(Repository.Root, file)).Order()];

    [Theory]
    [MemberData(nameof(Samples))]
    public void A_sample_refers_to_packages_of_the_versions_that_the_repository_builds_with(string project)
    {
        XDocument sample = XDocument.Load(Path.Combine(Repository.Root, project));
        Dictionary<string, string> versions = Versions();

        Assert.Empty(sample.Descendants("ProjectReference"));
        Assert.All(sample.Descendants("PackageReference"), package => Assert.Equal(versions[package.Attribute("Include")!.Value], package.Attribute("Version")!.Value));
    }

    private static Dictionary<string, string> Versions()
    {
        XDocument packages = XDocument.Load(Path.Combine(Repository.Root, "Directory.Packages.props"));
        string extensions = packages.Descendants("MicrosoftExtensionsVersion").Single().Value;
        string own = XDocument.Load(Path.Combine(Repository.Root, "Directory.Build.props")).Descendants("VersionPrefix").Single().Value;
        return packages.Descendants("PackageVersion")
            .Where(package => package.Attribute("Include") is not null)
            .Select(package => (Id: package.Attribute("Include")!.Value, Version: package.Attribute("Version")!.Value.Replace("$(MicrosoftExtensionsVersion)", extensions, StringComparison.Ordinal)))
            .Concat(Repository.Projects.Select(project => (Id: project.Name, Version: own)))
            .ToDictionary(package => package.Id, package => package.Version);
    }
}
