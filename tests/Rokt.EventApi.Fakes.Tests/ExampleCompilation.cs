using System.Xml.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Rokt.EventApi.Fakes.Tests;

/// <summary>Compiles the examples of the XML documentation, each as a method of a class of its own.</summary>
internal static class ExampleCompilation
{
    // The oldest that a project of .NET 8 has by default.
    private static readonly CSharpParseOptions Options = new(LanguageVersion.CSharp12);

    /// <summary>What a name stands for in some examples only, by a text of those examples.</summary>
    private static readonly (string Text, string Member)[] Members =
    [
        ("builder.With", "static ConversionEventBuilder builder => null!;"),
        ("builder.Services", "static WebApplicationBuilder builder => null!;"),
        ("builder.AddProject", "static IDistributedApplicationBuilder builder => null!;"),
        ("options.BeforeSend", "static EventApiOptions options => null!;"),
        ("client.SendAsync(PreparedConversion", "static new IPreparedConversionClient client => null!; static PreparedSendOptions options => null!;"),
        ("client.SendAsync(conversions", "static IEnumerable<ConversionEvent> conversions => null!;"),
        ("client.SendStreamAsync(conversions", "static IAsyncEnumerable<ConversionEvent> conversions => null!;"),
    ];

    // Nobody continues after an example, or uses all that it shows.
    private static readonly string[] Unused = ["CS0169", "CS0219", "CS1998", "CS8321", "CS9113"];

    private static readonly string Cli = Path.Combine(
        AppContext.BaseDirectory, "../../../../../src/Rokt.EventApi.Cli/bin", new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name, "net10.0", "Rokt.EventApi.Cli.dll");

    /// <summary>The examples, by what they belong to.</summary>
    public static readonly IReadOnlyDictionary<string, string> Examples = ConstructionTests.Packages.Select(package => package.Location).Append(Cli)
        .SelectMany(library => XDocument.Load(Path.ChangeExtension(library, ".xml")).Descendants("member"))
        .SelectMany(member => member.Descendants("example").Elements("code").Select((code, index) => (Name: $"{member.Attribute("name")!.Value} {index + 1}", code.Value)))
        .ToDictionary(example => example.Name, example => example.Value);

    private static readonly Lazy<ILookup<string, Diagnostic>> Compiled = new(() =>
    {
        CSharpCompilation compilation = CSharpCompilation.Create(
            "Examples",
            [
                Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "ExampleSurroundings.txt")), "surroundings"),
                .. Examples.Select((example, number) => Parse(Program(example.Value, number), example.Key)),
            ],
            [
                .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Append(Cli).Select(path => MetadataReference.CreateFromFile(path)),
            ],
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
        return compilation.GetDiagnostics()
            .Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning && !Unused.Contains(diagnostic.Id))
            .ToLookup(diagnostic => diagnostic.Location.SourceTree?.FilePath ?? "");
    });

    /// <summary>What the compiler says of an example.</summary>
    public static IEnumerable<Diagnostic> Diagnostics(string example) => Compiled.Value[""].Concat(Compiled.Value["surroundings"]).Concat(Compiled.Value[example]);

    private static SyntaxTree Parse(string text, string path) => CSharpSyntaxTree.ParseText(text, Options, path);

    // Declarations stand beside the method, what else there is in it.
    private static string Program(string example, int number)
    {
        string[] lines = example.Split('\n');
        int declarations = Array.FindIndex(lines, line => line.TrimStart().StartsWith("public ", StringComparison.Ordinal) || line.TrimStart().StartsWith("protected ", StringComparison.Ordinal));
        string[] statements = declarations < 0 ? lines : lines[..declarations];
        string members = string.Concat(Members.Where(member => example.Contains(member.Text, StringComparison.Ordinal)).Select(member => $"{member.Member}\n"));
        return $$"""
            internal class Example{{number}} : {{(example.Contains("override", StringComparison.Ordinal) ? "DbContext" : "Surroundings")}}
            {
            {{members}}
            async Task RunAsync()
            {
            {{string.Join('\n', statements)}}
            }
            {{(declarations < 0 ? "" : string.Join('\n', lines[declarations..]))}}
            }
            """;
    }
}
