using Microsoft.CodeAnalysis;

namespace Rokt.EventApi.Analyzers.Rules;

/// <summary>Finds types of the SDK.</summary>
internal static class SdkTypes
{
    private const string Namespace = "Rokt.EventApi";

    /// <summary>Returns a type of the SDK; null where nothing is to be analyzed: without the SDK, and in a project of tests.</summary>
    public static INamedTypeSymbol? Find(Compilation compilation, string name) =>
        TestProject.Is(compilation) ? null : compilation.GetTypeByMetadataName($"{Namespace}.{name}");

    /// <summary>Returns whether a method is one of the SDK and the packages around it.</summary>
    public static bool Declare(IMethodSymbol method) =>
        method.ContainingAssembly.Name is { } assembly && (assembly == Namespace || assembly.StartsWith(Namespace + ".", StringComparison.Ordinal));
}
