using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace Rokt.EventApi.Analyzers.Rules;

/// <summary>Recognizes a project of tests, which ignores results, creates clients and makes up credentials on purpose.</summary>
internal static class TestProject
{
    private static readonly ImmutableHashSet<string> Frameworks = ImmutableHashSet.Create(
        "MSTest.TestFramework", "Microsoft.VisualStudio.TestPlatform.TestFramework", "TUnit.Core", "nunit.framework", "xunit.core", "xunit.v3.core");

    public static bool Is(Compilation compilation) =>
        compilation.ReferencedAssemblyNames.Any(assembly => Frameworks.Contains(assembly.Name));
}
