using System.Reflection;
using System.Runtime.CompilerServices;
using System.Xml.Linq;

namespace Rokt.EventApi.Fakes.Tests;

/// <summary>What one calls first shows how, in the documentation that editors show.</summary>
public sealed class ExampleTests
{
    private static readonly XElement[] Documentation =
    [
        .. ConstructionTests.Packages.SelectMany(package => XDocument.Load(Path.ChangeExtension(package.Location, ".xml")).Descendants("member")),
    ];

    /// <summary>Each registration and other extension, each method of a public interface, and the classes that one begins with.</summary>
    public static TheoryData<string> EntryPoints =>
    [
        .. ConstructionTests.Packages.SelectMany(package => package.GetExportedTypes())
            .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly))
            .Where(method => !method.IsSpecialName && (method.DeclaringType!.IsInterface || method.IsDefined(typeof(ExtensionAttribute))))
            .Select(method => $"M:{method.DeclaringType!.FullName}.{method.Name}")
            .Distinct(),
        "M:Rokt.EventApi.ConversionEvent.CreateBuilder", "T:Rokt.EventApi.EventApiClient", "T:Rokt.EventApi.Sandbox.EventApiSandbox", "T:Rokt.EventApi.Sandbox.SandboxFault",
    ];

    public static TheoryData<string> Sends =>
    [
        .. Documentation.Select(member => member.Attribute("name")!.Value)
            .Where(name => name.StartsWith("M:Rokt.EventApi.I", StringComparison.Ordinal) && name.Contains("Client.Send", StringComparison.Ordinal)),
    ];

    public static TheoryData<string> Examples => [.. ExampleCompilation.Examples.Keys];

    [Theory]
    [MemberData(nameof(Examples))]
    public void An_example_compiles_without_a_warning(string name) => Assert.Empty(ExampleCompilation.Diagnostics(name));

    [Fact]
    public void There_are_examples() => Assert.InRange(Examples.Count, 70, 1000);

    [Theory]
    [MemberData(nameof(EntryPoints))]
    public void Each_entry_point_has_an_example(string name) =>
        Assert.Contains(Documentation, member => IsOf(member, name) && member.Element("example")?.Element("code") is not null);

    [Theory]
    [MemberData(nameof(Sends))]
    public void Each_send_says_that_a_lost_response_leads_to_a_repeat_and_what_deduplicates_it(string name)
    {
        string remarks = Documentation.Single(member => member.Attribute("name")!.Value == name).Element("remarks")!.ToString();

        Assert.Contains("repeat", remarks, StringComparison.Ordinal);
        Assert.Contains("P:Rokt.EventApi.ConversionEvent.ConfirmationRef", remarks, StringComparison.Ordinal);
    }

    [Fact]
    public void There_are_sends() => Assert.Equal(4, Sends.Count);

    // An overload's example is enough.
    private static bool IsOf(XElement member, string name)
    {
        string full = member.Attribute("name")!.Value;
        return full.StartsWith(name, StringComparison.Ordinal) && (full.Length == name.Length || full[name.Length] is '(' or '`');
    }
}
