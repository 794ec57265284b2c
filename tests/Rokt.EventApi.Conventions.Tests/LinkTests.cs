using System.Text.RegularExpressions;

namespace Rokt.EventApi.Conventions.Tests;

/// <summary>Links between the pages of the documentation lead to files and headings that are there.</summary>
public sealed partial class LinkTests
{
    public static TheoryData<string> Pages =>
    [
        .. Directory.EnumerateFiles(Repository.Root, "*.md")
            .Concat(Directory.EnumerateFiles(Path.Combine(Repository.Root, "docs"), "*.md", SearchOption.AllDirectories))
            .Concat(Directory.EnumerateFiles(Path.Combine(Repository.Root, ".github"), "*.md", SearchOption.AllDirectories))
            .Concat(Repository.Projects.Select(project => Path.Combine(Path.GetDirectoryName(project.ProjectFile)!, "README.md")).Where(File.Exists))
            .Select(file => Path.GetRelativePath(Repository.Root, file).Replace('\\', '/'))
            .Order(StringComparer.Ordinal),
    ];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Each_link_leads_somewhere(string page)
    {
        string text = File.ReadAllText(Path.Combine(Repository.Root, page));
        string[] broken = [.. Link().Matches(WithoutCode(text)).Select(match => match.Groups["target"].Value).Where(target => !Leads(page, target))];

        Assert.True(broken.Length == 0, $"{page} links to {string.Join(", ", broken)}.");
    }

    [Fact]
    public void The_contents_of_the_site_lists_each_page_once()
    {
        string docs = Path.Combine(Repository.Root, "docs");
        string[] listed = [.. Entry().Matches(File.ReadAllText(Path.Combine(docs, "toc.yml"))).Select(match => match.Groups["page"].Value)];

        Assert.Equal(
            Directory.EnumerateFiles(docs, "*.md").Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal),
            listed.Order(StringComparer.Ordinal));
    }

    private static bool Leads(string page, string target)
    {
        if (Uri.TryCreate(target, UriKind.Absolute, out Uri? address))
        {
            return address.Scheme is "https" or "http" or "mailto";
        }

        string[] parts = target.Split('#', 2);
        string file = parts[0].Length == 0
            ? Path.Combine(Repository.Root, page)
            : Path.Combine(Repository.Root, Path.GetDirectoryName(page)!, parts[0]);
        return Path.Exists(file) && (parts.Length == 1 || Anchors(File.ReadAllText(file)).Contains(parts[1]));
    }

    // As GitHub and docfx make them; both number those that occur again.
    private static HashSet<string> Anchors(string text)
    {
        var anchors = new HashSet<string>();
        foreach (Match heading in Heading().Matches(WithoutCode(text)))
        {
            string anchor = NoPartOfAnAnchor().Replace(LinkText().Replace(heading.Groups["title"].Value, "$1").ToLowerInvariant(), "").Replace(' ', '-');
            for (int number = 1; !anchors.Add(number == 1 ? anchor : $"{anchor}-{number - 1}"); number++)
            {
            }
        }

        return anchors;
    }

    private static string WithoutCode(string text) => Fence().Replace(text.ReplaceLineEndings("\n"), "");

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)\)", RegexOptions.ExplicitCapture)]
    private static partial Regex Link();

    [GeneratedRegex(@"^#{1,6} (?<title>.+)$", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Heading();

    [GeneratedRegex(@"\[([^\]]+)\]\([^)]*\)")]
    private static partial Regex LinkText();

    [GeneratedRegex(@"[^\p{L}\p{N} _-]")]
    private static partial Regex NoPartOfAnAnchor();

    [GeneratedRegex("^```.*?^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fence();

    [GeneratedRegex(@"href: (?<page>[\w-]+\.md)\s", RegexOptions.ExplicitCapture)]
    private static partial Regex Entry();
}
