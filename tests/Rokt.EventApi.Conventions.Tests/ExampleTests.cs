using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Rokt.EventApi.Conventions.Tests;

/// <summary>Whoever meets an entry point in the API reference, or in the editor, sees how it is called.</summary>
public sealed class ExampleTests
{
    /// <summary>
    /// Where users begin, by the documentation ids of the members: each way to register, each extension of ASP.NET Core, EF Core and
    /// Aspire, and what is called directly.
    /// </summary>
    private static readonly string[] EntryPoints =
    [
        @"\w+Extensions\.(?!\w*Handler)\w+",
        @"EventApiClient\.#ctor",
        @"IEventApiClient\.\w+",
        @"IPreparedConversionClient\.(Prepare|SendAsync)",
        @"ConversionEvent\.(CreateBuilder|ToBuilder|ToJson|FromJson)",
        @"ConversionEventBuilder\.DropInvalidAttributes",
        @"SendResult\.EnsureAccepted",
        @"ClickId\.TryGet",
        @"ClickContext\.FromRequest",
        @"OutboxOptions\.(UseDatabase|UseDatabases)",
        @"IOutbox\.\w+",
        @"IOutboxManagement\.(DrainAsync|GetDeadLettersAsync)",
        @"EventApiSandbox\.(StartAsync|Arm|WaitForRequestsAsync)",
    ];

    public static TheoryData<string> Members => [.. EntryPoints];

    [Theory]
    [MemberData(nameof(Members))]
    public void An_entry_point_has_an_example(string entryPoint)
    {
        var pattern = new Regex($@"^M:[\w.]*\b{entryPoint}(``\d)?(\(|$)");
        XElement[] members = [.. Documentation().Where(member => pattern.IsMatch(Id(member)))];

        Assert.NotEmpty(members);
        string[] missing = [.. members.Where(member => member.Descendants("example").All(example => example.Element("code") is null)).Select(Id)];
        Assert.True(missing.Length == 0, $"Without an example:\n{string.Join('\n', missing)}");
    }

    private static IEnumerable<XElement> Documentation() => Repository.Projects
        .Select(project => Path.Combine(Path.GetDirectoryName(project.ProjectFile)!, "bin", "Debug", "net10.0", $"{project.Name}.xml"))
        .Where(File.Exists)
        .SelectMany(file => XDocument.Load(file).Descendants("member"));

    private static string Id(XElement member) => member.Attribute("name")!.Value;
}
