using System.Text.RegularExpressions;
using Mono.Cecil;

namespace Rokt.EventApi.Conventions.Tests;

/// <summary>What the types of every package are like.</summary>
public sealed class TypeTests
{
    private const int MostCollaborators = 12;

    private const string Source = "System.Threading.CancellationTokenSource";

    public static TheoryData<string> Projects => [.. Repository.Projects.Select(project => project.Name)];

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_constructor_takes_at_most_12_collaborators(string name) =>
        Check(name, type => type.Methods.Where(method => method.IsConstructor && method.Parameters.Count(IsCollaborator) > MostCollaborators), "takes more");

    [Theory]
    [MemberData(nameof(Projects))]
    public void What_is_internal_is_sealed_or_static(string name) =>
        Check(name, type => type is { IsPublic: false, IsClass: true, IsValueType: false, IsSealed: false, IsAbstract: false } ? [type] : [], "can be derived from");

    [Theory]
    [MemberData(nameof(Projects))]
    public void Static_fields_do_not_change(string name) =>
        Check(name, type => type.Fields.Where(field => field is { IsStatic: true, IsInitOnly: false, IsLiteral: false } && !IsGenerated(field)), "can change");

    [Theory]
    [MemberData(nameof(Projects))]
    public void Time_comes_from_a_clock_that_can_be_set(string name) =>
        Check(name, FindSystemTime, "reads the system's clock or waits by it");

    [Theory]
    [MemberData(nameof(Projects))]
    public void No_name_says_nothing(string name) =>
        Check(name, type => Regex.IsMatch(type.Name, "(Helper|Helpers|Util|Utils|Utilities|Manager|Common|Base)$") ? [type] : [], "says nothing");

    [Theory]
    [MemberData(nameof(Projects))]
    public void The_public_types_have_one_namespace_and_their_extensions_that_of_what_they_extend(string name) =>
        Check(
            name,
            type => type.IsPublic && type.Namespace != name && !(type is { IsSealed: true, IsAbstract: true } && type.Name.EndsWith("Extensions", StringComparison.Ordinal)) ? [type] : [],
            "has a namespace of its own");

    private static void Check(string name, Func<TypeDefinition, IEnumerable<MemberReference>> find, string objection)
    {
        using var package = Package.OfBuild(Repository.Projects.Single(project => project.Name == name));
        TypeDefinition[] types = [.. package.Types.Where(type => type.Namespace.StartsWith("Rokt.", StringComparison.Ordinal) || type.IsPublic)];

        Assert.All(types.SelectMany(find), found => Assert.Fail($"{found.FullName} {objection}."));
    }

    // Texts, numbers and times are data, such as those of a row of JSON.
    private static bool IsCollaborator(ParameterDefinition parameter) =>
        parameter.ParameterType is { IsValueType: false, FullName: not "System.String" };

    private static IEnumerable<MethodDefinition> FindSystemTime(TypeDefinition type)
    {
        MethodDefinition[] methods = [.. type.NestedTypes.Append(type).SelectMany(nested => nested.Methods)];
        bool hasSourceWithClock = methods.SelectMany(Package.Calls).Any(IsSourceWithClock);
        return methods.Where(method => Package.Calls(method).Any(called => ReadsSystemClock(called) || (IsCancelAfter(called) && !hasSourceWithClock)));
    }

    // A source counts by the clock that it was made with; one that is linked to others has none but the system's.
    private static bool IsCancelAfter(MethodReference called) => called is { DeclaringType.FullName: Source, Name: "CancelAfter" };

    private static bool IsSourceWithClock(MethodReference called) => called is { DeclaringType.FullName: Source, Name: ".ctor", Parameters.Count: 2 };

    private static bool ReadsSystemClock(MethodReference called) => called.DeclaringType.FullName switch
    {
        "System.DateTime" or "System.DateTimeOffset" => called.Name is "get_Now" or "get_UtcNow" or "get_Today",
        "System.Diagnostics.Stopwatch" => true,
        "System.Threading.Timer" or "System.Timers.Timer" => called.Name == ".ctor",
        "System.Threading.Thread" => called.Name == "Sleep",
        "System.Threading.PeriodicTimer" => called.Name == ".ctor" && called.Parameters.Count == 1,
        Source => called.Name == ".ctor" && called.Parameters.Count == 1,
        "System.Threading.Tasks.Task" => called.Name == "Delay" && called.Parameters.All(parameter => parameter.ParameterType.Name != "TimeProvider"),
        _ => false,
    };

    private static bool IsGenerated(FieldDefinition field) =>
        field.Name.StartsWith('<') || field.CustomAttributes.Any(attribute => attribute.AttributeType.Name is "CompilerGeneratedAttribute" or "GeneratedCodeAttribute");
}
