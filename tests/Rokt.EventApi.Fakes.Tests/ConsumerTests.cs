using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text.RegularExpressions;

namespace Rokt.EventApi.Fakes.Tests;

/// <summary>What users write compiles for each target framework, in the version of C# that its projects have by default.</summary>
public sealed partial class ConsumerTests
{
    private static readonly string Tests = Path.GetFullPath("../../../..", AppContext.BaseDirectory);

    /// <summary>Code with one of these needs a package besides the SDK, all of which are for .NET 8 and later.</summary>
    private static readonly string[] OfOtherPackages =
    [
        "outbox", "Outbox", "AddConversion", "sandbox", "Sandbox", "httpContext", "WebApplication", "app.", "ClickContext", "AddRoktClickId",
        "FakeEventApiClient", "Checkout", "DbContext", "ForwardedHeaders",
    ];

    /// <summary>Code with one of these needs a later C# than 7.3, or a part of .NET that .NET Framework does not have.</summary>
    private static readonly string[] OfDotNet = ["await foreach", "SocketsHttpHandler"];

    private static readonly string[] Frameworks = ["net472", "netstandard2.0", "net8.0", "net10.0"];

    public static TheoryData<string, string> Packages => new(
        from framework in Frameworks
        from package in IsDotNet(framework) ? ConstructionTests.Packages.Select(package => package.GetName().Name!) : ["Rokt.EventApi"]
        select (framework, package));

    [Theory]
    [MemberData(nameof(Packages))]
    public void A_consumer_calls_every_public_member(string framework, string package)
    {
        string[] called = CalledBy(framework);

        string[] missing = [.. Assembly.Load(package).GetExportedTypes()
            .Where(type => !type.IsEnum)
            .SelectMany(type => type.GetMembers(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly))
            .OfType<MethodBase>()
            .Where(method => CanBeCalled(method, framework))
            .GroupBy(method => $"{method.DeclaringType!.FullName}.{method.Name}")
            .Where(overloads => called.Count(name => name == overloads.Key) < overloads.Count())
            .Select(overloads => overloads.Key)];

        Assert.True(missing.Length == 0, $"Not called, or not each overload, in EveryMember.*.cs: {string.Join(", ", missing)}");
    }

    [Theory]
    [InlineData("net472", 10)]
    [InlineData("netstandard2.0", 10)]
    [InlineData("net8.0", 30)]
    [InlineData("net10.0", 30)]
    public void Each_block_of_code_of_the_documentation_is_compiled(string framework, int atLeast)
    {
        string root = Path.GetFullPath("..", Tests);
        string[] compiled = [.. Sources(framework).Select(file => Lines(File.ReadAllText(file)))];
        string[] blocks = [.. Directory.EnumerateFiles(Path.Combine(root, "docs"), "*.md", SearchOption.AllDirectories)
            .Concat(Directory.EnumerateFiles(Path.Combine(root, "src"), "README.md", SearchOption.AllDirectories))
            .Append(Path.Combine(root, "README.md"))
            .SelectMany(file => CodeBlock().Matches(File.ReadAllText(file).ReplaceLineEndings("\n")).Select(match => match.Groups["code"].Value))
            .Where(block => IsDotNet(framework) || !OfOtherPackages.Concat(OfDotNet).Any(word => block.Contains(word, StringComparison.Ordinal)))];

        Assert.True(blocks.Length >= atLeast, $"{blocks.Length} blocks of code were found.");
        Assert.All(blocks, block => Assert.True(compiled.Any(source => Contains(source, block)), $"Not compiled for {framework}:\n{block}"));
    }

    private static bool IsDotNet(string framework) => framework is "net8.0" or "net10.0";

    // Serializers call their converters; a record's copy has no name in C#; a DateOnly is of .NET.
    private static bool CanBeCalled(MethodBase method, string framework) =>
        !method.Name.Contains('$', StringComparison.Ordinal)
        && !(method is MethodInfo { IsVirtual: true } overriding && overriding.GetBaseDefinition() != overriding)
        && (IsDotNet(framework) || !UsesDateOnly(method));

    private static bool UsesDateOnly(MethodBase method) =>
        (method as MethodInfo)?.ReturnType == typeof(DateOnly?) || method.GetParameters().Any(parameter => parameter.ParameterType == typeof(DateOnly?));

    /// <summary>The members of the packages that the consumer refers to, each overload once.</summary>
    private static string[] CalledBy(string framework)
    {
        using var assembly = new PEReader(File.OpenRead(Consumer(framework, ".dll")));
        MetadataReader metadata = assembly.GetMetadataReader();
        return [.. metadata.MemberReferences.Select(metadata.GetMemberReference)
            .Where(member => member.Parent.Kind == HandleKind.TypeReference)
            .Select(member => (Type: metadata.GetTypeReference((TypeReferenceHandle)member.Parent), Name: metadata.GetString(member.Name)))
            .Select(member => $"{metadata.GetString(member.Type.Namespace)}.{metadata.GetString(member.Type.Name)}.{member.Name}")];
    }

    /// <summary>The files that the consumer was compiled from.</summary>
    private static IEnumerable<string> Sources(string framework)
    {
        using var symbols = MetadataReaderProvider.FromPortablePdbStream(File.OpenRead(Consumer(framework, ".pdb")));
        MetadataReader metadata = symbols.GetMetadataReader();
        return [.. metadata.Documents
            .Select(document => metadata.GetString(metadata.GetDocument(document).Name).Replace('\\', '/'))
            .Where(path => !path.Contains("/obj/", StringComparison.Ordinal))
            .Select(path => Path.Combine(Tests, path[(path.LastIndexOf("/tests/", StringComparison.Ordinal) + "/tests/".Length)..]))];
    }

    private static string Consumer(string framework, string extension)
    {
        string configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
        string path = Path.Combine(Tests, "Rokt.EventApi.Consumers", "bin", configuration, framework, $"Rokt.EventApi.Consumers{extension}");
        Assert.True(File.Exists(path), "Build tests/Rokt.EventApi.Consumers, or the solution, first.");
        return path;
    }

    // Directives stand at the top of a file, the rest of a block in a method.
    private static bool Contains(string source, string block)
    {
        string[] directives = [.. Directive().Matches(block).Select(match => match.Value)];
        return directives.All(directive => source.StartsWith(directive, StringComparison.Ordinal) || source.Contains($"\n{directive}\n", StringComparison.Ordinal))
            && source.Contains(Lines(Directive().Replace(block, "")), StringComparison.Ordinal);
    }

    private static string Lines(string text) => string.Join('\n', text.ReplaceLineEndings("\n").Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0));

    [GeneratedRegex(@"^using [\w.]+;$", RegexOptions.Multiline)]
    private static partial Regex Directive();

    [GeneratedRegex("```csharp\n(?<code>.*?)```", RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex CodeBlock();
}
