using System.Reflection;
using System.Runtime.Loader;

namespace Rokt.EventApi.Benchmarks.Comparison;

/// <summary>Loads the benchmarks of another checkout, with the SDK and the packages that they were built with, beside these.</summary>
internal sealed class BaselineContext(string program) : AssemblyLoadContext("baseline")
{
    private readonly AssemblyDependencyResolver _resolver = new(program);

    protected override Assembly? Load(AssemblyName assemblyName) =>
        _resolver.ResolveAssemblyToPath(assemblyName) is { } path ? LoadFromAssemblyPath(path) : null;
}
