using System.Reflection;
using System.Runtime.CompilerServices;
using System.Xml.Linq;

namespace Rokt.EventApi.Fakes.Tests;

/// <summary>Whatever a public type of any package returns or throws, an assembly without special access can create.</summary>
public sealed class ConstructionTests
{
    // Every package that this project refers to.
    internal static readonly Assembly[] Packages =
    [
        .. Directory.EnumerateFiles(AppContext.BaseDirectory, "Rokt.EventApi*.dll")
            .Select(path => Path.GetFileNameWithoutExtension(path))
            .Where(name => !name.EndsWith(".Tests", StringComparison.Ordinal))
            .Select(Assembly.Load),
    ];

    private static readonly Type[] Exported = [.. Packages.SelectMany(package => package.GetExportedTypes())];

    public static TheoryData<Type> Fakes => [.. Exported.Where(type => type.IsInterface)];

    public static TheoryData<Type> Created =>
    [
        .. Exported.SelectMany(Returned).Concat(Exported.SelectMany(Thrown)).Concat(Exported.Where(type => type.IsSubclassOf(typeof(Exception)))).Distinct(),
    ];

    [Fact]
    public void No_package_opens_its_internals_to_this_assembly() =>
        Assert.All(Packages, package => Assert.DoesNotContain(
            package.GetCustomAttributes<InternalsVisibleToAttribute>(), friend => friend.AssemblyName == typeof(ConstructionTests).Assembly.GetName().Name));

    [Theory]
    [MemberData(nameof(Fakes))]
    public void Each_public_interface_has_a_fake(Type type) =>
        Assert.Contains(typeof(ConstructionTests).Assembly.GetTypes(), fake => fake.IsClass && type.IsAssignableFrom(fake));

    [Theory]
    [MemberData(nameof(Created))]
    public void What_a_public_type_returns_or_throws_can_be_created(Type type) =>
        Assert.True(
            type.IsValueType
            || type.IsInterface
            || type.GetConstructors().Length > 0
            || type.Assembly.GetExportedTypes().SelectMany(factory => factory.GetMethods(BindingFlags.Public | BindingFlags.Static)).Any(method => Unwrapped(method.ReturnType).Contains(type))
            || type.Assembly.GetExportedTypes().SelectMany(builder => builder.GetMethods()).Any(method => method is { IsStatic: false, Name: "Build" } && method.ReturnType == type),
            $"{type} cannot be created outside of its assembly.");

    // The types of this product that the members of a type return, and those that their properties have.
    private static IEnumerable<Type> Returned(Type type)
    {
        var found = new HashSet<Type>();
        var open = new Queue<Type>(type.GetMethods().SelectMany(method => Unwrapped(method.ReturnType)));
        while (open.TryDequeue(out Type? next))
        {
            if (Packages.Contains(next.Assembly) && !next.IsGenericParameter && found.Add(next))
            {
                foreach (Type inner in next.GetProperties().SelectMany(property => Unwrapped(property.PropertyType)))
                {
                    open.Enqueue(inner);
                }
            }
        }

        return found;
    }

    private static IEnumerable<Type> Thrown(Type type)
    {
        var documentation = XDocument.Load(Path.ChangeExtension(type.Assembly.Location, ".xml"));
        return documentation.Descendants("member")
            .Where(member => member.Attribute("name")!.Value.StartsWith($"M:{type.FullName}.", StringComparison.Ordinal))
            .SelectMany(member => member.Elements("exception"))
            .Select(exception => exception.Attribute("cref")!.Value[2..])
            .Distinct()
            .Select(name => Packages.Select(package => package.GetType(name)).FirstOrDefault(found => found is not null))
            .OfType<Type>();
    }

    private static IEnumerable<Type> Unwrapped(Type type) =>
        type.IsGenericType ? type.GetGenericArguments().SelectMany(Unwrapped) : [type.IsArray ? type.GetElementType()! : type];
}
