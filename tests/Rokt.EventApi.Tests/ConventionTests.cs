using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Versioning;
using System.Text.RegularExpressions;

namespace Rokt.EventApi.Tests;

/// <summary>How the SDK's sources are laid out: what is public stands at the root, what is internal in a folder.</summary>
public sealed partial class ConventionTests
{
    private static readonly Type[] Types =
        [.. typeof(EventApiClient).Assembly.GetTypes().Where(type =>
            !type.IsNested && type.Namespace is { } space && space.StartsWith("Rokt.", StringComparison.Ordinal)
            && !type.IsDefined(typeof(CompilerGeneratedAttribute)))];

    [Fact]
    public void The_tests_run_against_the_build_that_they_are_for() =>
        Assert.Equal(Build.Framework, typeof(EventApiClient).Assembly.GetCustomAttribute<TargetFrameworkAttribute>()?.FrameworkName);

    [Fact]
    public void The_public_types_have_one_namespace_and_the_registration_that_of_the_container()
    {
        Type[] extensions = [.. typeof(EventApiClient).Assembly.GetExportedTypes().Where(type => type.Namespace != "Rokt.EventApi")];

        Assert.All(extensions, type =>
        {
            Assert.Equal("Microsoft.Extensions.DependencyInjection", type.Namespace);
            Assert.EndsWith("Extensions", type.Name, StringComparison.Ordinal);
        });
        Assert.NotEmpty(Types);
        Assert.All(Types.Where(type => type.IsPublic), type => Assert.Equal("Rokt.EventApi", type.Namespace));
    }

    [Fact]
    public void A_file_at_the_root_is_public_and_a_file_in_a_folder_is_internal()
    {
        foreach ((string path, string text) in Sources())
        {
            bool isAtRoot = !path.Contains('/', StringComparison.Ordinal);
            Match type = TypeDeclaration().Match(text);

            Assert.True(type.Success, $"{path} declares no type.");
            Assert.True(isAtRoot == type.Value.StartsWith("public", StringComparison.Ordinal), $"{path} is {type.Value}.");
        }
    }

    [Fact]
    public void A_file_has_one_type_which_it_is_named_after_and_at_most_250_lines()
    {
        foreach ((string path, string text) in Sources())
        {
            MatchCollection types = TypeDeclaration().Matches(text);

            Assert.True(types.Count == 1, $"{path} declares {types.Count} types.");
            Assert.Equal(types[0].Groups["name"].Value, Path.GetFileName(path).Split('.')[0]);
            Assert.True(text.Count(character => character == '\n') <= 250, $"{path} is too long.");
        }
    }

    [Fact]
    public void No_name_says_nothing() =>
        Assert.All(Types, type => Assert.DoesNotMatch("(Helper|Util|Utils|Utilities|Manager|Common|Base)$", type.Name));

    [Fact]
    public void What_is_internal_is_sealed_or_static_or_has_several_children() =>
        Assert.All(
            Types.Where(type => type is { IsPublic: false, IsClass: true }),
            type => Assert.True(type.IsSealed || (type.IsAbstract && Types.Count(child => child.BaseType is { } parent && parent == type) > 1), $"{type} can be derived from."));

    [Fact]
    public void Static_fields_do_not_change() =>
        Assert.All(
            Types.SelectMany(type => type.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
                .Where(field => !field.IsDefined(typeof(CompilerGeneratedAttribute)) && !field.Name.StartsWith('<')),
            field => Assert.True(field.IsInitOnly || field.IsLiteral, $"{field.DeclaringType}.{field.Name}"));

    [Fact]
    public void Time_comes_from_a_clock_that_can_be_set() =>
        Assert.All(Sources(), source => Assert.DoesNotMatch(@"DateTime(Offset)?\.(Utc)?Now|Stopwatch|Task\.Delay\([^,)]*\)", source.Text));

    private static (string Path, string Text)[] Sources()
    {
        string root = Path.Combine(AppContext.BaseDirectory, "Sources");
        return [.. Directory.EnumerateFiles(root, "*.cs", SearchOption.AllDirectories)
            .Select(path => (Path.GetRelativePath(root, path).Replace('\\', '/'), File.ReadAllText(path)))];
    }

    [GeneratedRegex(@"^(public|internal) [a-z ]*(class|struct|enum|interface|record) (?<name>\w+)", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex TypeDeclaration();
}
