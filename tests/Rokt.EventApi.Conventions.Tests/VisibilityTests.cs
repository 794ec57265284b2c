using System.ComponentModel;
using Mono.Cecil;

namespace Rokt.EventApi.Conventions.Tests;

/// <summary>What IntelliSense shows: what applications need, and nothing that is public for other packages alone.</summary>
public sealed class VisibilityTests : IDisposable
{
    private readonly Package[] _packages = [.. Repository.Projects.Where(project => project.IsPackage).Select(Package.OfBuild)];

    private IEnumerable<TypeDefinition> Types => _packages.SelectMany(package => package.Types).Where(type => type.IsPublic);

    public void Dispose() => Array.ForEach(_packages, package => package.Dispose());

    [Fact]
    public void What_is_shown_mentions_nothing_that_is_hidden()
    {
        HashSet<string> hidden = [.. Types.Where(IsHidden).Select(type => type.FullName)];
        Assert.NotEmpty(hidden);

        Assert.All(
            Types.Where(type => !IsHidden(type)).SelectMany(Members).Where(member => !IsHidden(member)),
            member => Assert.DoesNotContain(Package.Mentions(member), hidden.Contains));
    }

    [Fact]
    public void What_is_mentioned_only_by_what_is_hidden_is_hidden()
    {
        (string Type, bool IsShown)[] mentions =
        [
            .. Types.SelectMany(type => Members(type).SelectMany(member => Package.Mentions(member)
                .Where(mentioned => mentioned != type.FullName)
                .Select(mentioned => (mentioned, !IsHidden(type) && !IsHidden(member))))),
        ];
        ILookup<string, bool> shown = mentions.ToLookup(mention => mention.Type, mention => mention.IsShown);

        Assert.All(
            Types.Where(type => shown[type.FullName].Any() && shown[type.FullName].All(isShown => !isShown)),
            type => Assert.True(IsHidden(type), $"{type.FullName} is shown, though applications do not meet it."));
    }

    [Fact]
    public void The_entities_of_EF_Core_are_open_to_proxies_and_hidden()
    {
        TypeDefinition[] entities = [.. Types.Where(type => type is { Namespace: "Rokt.EventApi.Outbox.EntityFrameworkCore", IsAbstract: false })];
        Assert.Equal(["OutboxLease", "OutboxLedgerEntry", "OutboxMessage"], entities.Select(entity => entity.Name).Order(StringComparer.Ordinal));

        Assert.All(entities, entity =>
        {
            Assert.False(entity.IsSealed, $"{entity.Name} is sealed.");
            Assert.True(IsHidden(entity), $"{entity.Name} is shown.");
            Assert.All(entity.Properties, property => Assert.True(property.GetMethod.IsVirtual, $"{property.FullName} is not virtual."));
        });
    }

    // Of a property and of an event, their methods are members too: what hides the one hides the others.
    private static IEnumerable<IMemberDefinition> Members(TypeDefinition type) =>
    [
        .. type.Fields.Where(field => field.IsPublic || field.IsFamily),
        .. type.Methods.Where(method => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly),
    ];

    private static bool IsHidden(IMemberDefinition member) =>
        HasAttribute(member)
        || (member is MethodDefinition { IsSpecialName: true } method && method.DeclaringType.Properties.Any(property => (property.GetMethod == method || property.SetMethod == method) && HasAttribute(property)));

    private static bool HasAttribute(IMemberDefinition member) => member.CustomAttributes.Any(attribute =>
        attribute.AttributeType.Name == nameof(EditorBrowsableAttribute) && (EditorBrowsableState)attribute.ConstructorArguments[0].Value == EditorBrowsableState.Never);
}
