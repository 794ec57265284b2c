using System.IO.Compression;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Rokt.EventApi.Conventions.Tests;

/// <summary>An assembly as it was built, or as it stands in a package.</summary>
internal sealed class Package(AssemblyDefinition assembly, string origin) : IDisposable
{
    public static Package OfBuild(SourceProject project) => Open(
        File.ReadAllBytes(Directory.EnumerateFiles(Path.Combine(Path.GetDirectoryName(project.ProjectFile)!, "bin", "Debug", project.IsPackage ? "net10.0" : "netstandard2.0"), $"{project.Name}.dll").Single()),
        project.Name);

    public static Package OfEntry(ZipArchiveEntry entry)
    {
        using var bytes = new MemoryStream();
        using Stream stream = entry.Open();
        stream.CopyTo(bytes);
        return Open(bytes.ToArray(), entry.FullName);
    }

    /// <summary>The types of the source, without those that the compiler adds.</summary>
    public IEnumerable<TypeDefinition> Types =>
        assembly.MainModule.Types.Where(type => type.Namespace.Length > 0 && !type.Name.Contains('<', StringComparison.Ordinal));

    /// <summary>The key of the assembly's strong name, or an empty text.</summary>
    public string PublicKeyToken => assembly.MainModule.Attributes.HasFlag(ModuleAttributes.StrongNameSigned) ? Convert.ToHexString(assembly.Name.PublicKeyToken) : "";

    /// <summary>The assemblies that this one was compiled against and that have no strong name.</summary>
    public IEnumerable<string> UnnamedReferences =>
        assembly.MainModule.AssemblyReferences.Where(reference => reference.PublicKeyToken is not { Length: > 0 }).Select(reference => reference.Name);

    public IEnumerable<string> InternalsVisibleTo =>
        assembly.CustomAttributes.Where(attribute => attribute.AttributeType.Name == "InternalsVisibleToAttribute")
            .Select(attribute => ((string)attribute.ConstructorArguments[0].Value).Split(',')[0]);

    /// <summary>Which folder refers to which, by the namespaces of their types.</summary>
    public IEnumerable<(string From, string To)> References(string root)
    {
        foreach (TypeDefinition type in assembly.MainModule.GetTypes())
        {
            string? from = Folder(type, root);
            foreach (string? to in from is null ? [] : References(type).Select(reference => Folder(reference, root)).Distinct())
            {
                if (to is not null && to != from)
                {
                    yield return (from!, to);
                }
            }
        }
    }

    public static IEnumerable<MethodReference> Calls(MethodDefinition method) =>
        method.HasBody ? method.Body.Instructions.Select(instruction => instruction.Operand).OfType<MethodReference>() : [];

    /// <summary>The types that a member's signature mentions, by their full names.</summary>
    public static IEnumerable<string> Mentions(IMemberDefinition member) => (member switch
    {
        FieldDefinition field => [field.FieldType],
        MethodDefinition method => Signature(method),
        _ => Enumerable.Empty<TypeReference>(),
    }).SelectMany(Unwrapped).Select(type => type.FullName).Distinct();

    public override string ToString() => origin;

    public void Dispose() => assembly.Dispose();

    private static Package Open(byte[] bytes, string origin) => new(AssemblyDefinition.ReadAssembly(new MemoryStream(bytes)), origin);

    private static string? Folder(TypeReference type, string root)
    {
        while (type.DeclaringType is not null)
        {
            type = type.DeclaringType;
        }

        return type.Namespace.StartsWith($"{root}.", StringComparison.Ordinal) ? type.Namespace[(root.Length + 1)..].Replace('.', '/') : null;
    }

    private static IEnumerable<TypeReference> References(TypeDefinition type) =>
        new[] { type.BaseType }
            .Concat(type.Interfaces.Select(implemented => implemented.InterfaceType))
            .Concat(type.Fields.Select(field => field.FieldType))
            .Concat(type.Methods.SelectMany(References))
            .OfType<TypeReference>()
            .SelectMany(Unwrapped);

    private static IEnumerable<TypeReference> References(MethodDefinition method)
    {
        IEnumerable<TypeReference> signature = Signature(method);
        return !method.HasBody
            ? signature
            : signature
                .Concat(method.Body.Variables.Select(variable => variable.VariableType))
                .Concat(method.Body.Instructions.SelectMany(References));
    }

    private static IEnumerable<TypeReference> Signature(MethodDefinition method) => method.Parameters.Select(parameter => parameter.ParameterType).Append(method.ReturnType);

    private static IEnumerable<TypeReference> References(Instruction instruction) => instruction.Operand switch
    {
        TypeReference type => [type],
        GenericInstanceMethod method => [method.DeclaringType, .. method.GenericArguments],
        MemberReference member => [member.DeclaringType],
        _ => [],
    };

    private static IEnumerable<TypeReference> Unwrapped(TypeReference type) => type switch
    {
        GenericInstanceType generic => generic.GenericArguments.SelectMany(Unwrapped).Append(generic.ElementType),
        TypeSpecification specification => Unwrapped(specification.ElementType),
        _ => [type],
    };
}
