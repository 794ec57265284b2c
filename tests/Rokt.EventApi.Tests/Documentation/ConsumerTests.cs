using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text.RegularExpressions;

namespace Rokt.EventApi.Tests.Documentation;

/// <summary>What users write compiles for each target framework, in the version of C# that its projects have by default.</summary>
public sealed partial class ConsumerTests
{
    private static readonly string Tests = Path.GetFullPath("../../../..", AppContext.BaseDirectory);

    /// <summary>Code with one of these needs a package besides the SDK: the tests of those packages compile it.</summary>
    private static readonly string[] OfOtherPackages =
    [
        "outbox", "Outbox", "AddConversion", "sandbox", "Sandbox", "httpContext", "WebApplication", "app.", "ClickContext", "AddRoktClickId",
        "FakeEventApiClient", "Checkout", "DbContext", "ForwardedHeaders",
    ];

    /// <summary>Code with one of these needs a later C# than 7.3, or a part of .NET that .NET Framework does not have.</summary>
    private static readonly string[] OfDotNet = ["await foreach", "SocketsHttpHandler"];

    [Theory]
    [InlineData("net472")]
    [InlineData("netstandard2.0")]
    [InlineData("net8.0")]
    [InlineData("net10.0")]
    public void A_consumer_calls_every_public_member(string framework)
    {
        string[] called = CalledBy(framework);

        string[] missing = [.. typeof(EventApiClient).Assembly.GetExportedTypes()
            .Where(type => !type.IsEnum)
            .SelectMany(type => type.GetMembers(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly))
            .OfType<MethodBase>()
            .Where(method => CanBeCalled(method, framework))
            .GroupBy(method => $"{method.DeclaringType!.FullName}.{method.Name}")
            .Where(overloads => called.Count(name => name == overloads.Key) < overloads.Count())
            .Select(overloads => overloads.Key)];

        Assert.True(missing.Length == 0, $"Not called, or not each overload, in EveryMember.cs: {string.Join(", ", missing)}");
    }

    [Fact]
    public void Each_block_of_code_that_needs_the_SDK_alone_is_compiled_by_the_consumers()
    {
        string root = Path.GetFullPath("..", Tests);
        string[] blocks = [.. Directory.EnumerateFiles(Path.Combine(root, "docs"), "*.md").Append(Path.Combine(root, "README.md"))
            .SelectMany(file => CodeBlock().Matches(File.ReadAllText(file).ReplaceLineEndings("\n")).Select(match => match.Groups["code"].Value))
            .Where(block => !OfOtherPackages.Any(word => block.Contains(word, StringComparison.Ordinal)))];

        Assert.True(blocks.Length >= 10, $"{blocks.Length} blocks of code need the SDK alone.");
        Assert.All(blocks, block =>
        {
            string file = OfDotNet.Any(word => block.Contains(word, StringComparison.Ordinal)) ? "Snippets.DotNet.cs" : "Snippets.cs";
            Assert.Contains(Lines(block), Lines(File.ReadAllText(Path.Combine(Tests, "Rokt.EventApi.Consumers", file))), StringComparison.Ordinal);
        });
    }

    // Serializers call their converters; a record's copy has no name in C#.
    private static bool CanBeCalled(MethodBase method, string framework) =>
        !method.Name.Contains('$', StringComparison.Ordinal)
        && !(method is MethodInfo { IsVirtual: true } overriding && overriding.GetBaseDefinition() != overriding)
        && (framework.StartsWith("net4", StringComparison.Ordinal) || framework.StartsWith("nets", StringComparison.Ordinal)
            ? !UsesDateOnly(method)
            : true);

    private static bool UsesDateOnly(MethodBase method) =>
        (method as MethodInfo)?.ReturnType == typeof(DateOnly?) || method.GetParameters().Any(parameter => parameter.ParameterType == typeof(DateOnly?));

    /// <summary>The members of the SDK that an assembly refers to, each overload once.</summary>
    private static string[] CalledBy(string framework)
    {
        string configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
        string path = Path.Combine(Tests, "Rokt.EventApi.Consumers", "bin", configuration, framework, "Rokt.EventApi.Consumers.dll");
        Assert.True(File.Exists(path), "Build tests/Rokt.EventApi.Consumers, or the solution, first.");
        using FileStream file = File.OpenRead(path);
        using var assembly = new PEReader(file);
        MetadataReader metadata = assembly.GetMetadataReader();
        return [.. metadata.MemberReferences.Select(metadata.GetMemberReference)
            .Where(member => member.Parent.Kind == HandleKind.TypeReference)
            .Select(member => (Type: metadata.GetTypeReference((TypeReferenceHandle)member.Parent), Name: metadata.GetString(member.Name)))
            .Select(member => $"{metadata.GetString(member.Type.Namespace)}.{metadata.GetString(member.Type.Name)}.{member.Name}")];
    }

    private static string Lines(string text) => string.Join('\n', text.ReplaceLineEndings("\n").Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0));

    [GeneratedRegex("```csharp\n(?<code>.*?)```", RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex CodeBlock();
}
