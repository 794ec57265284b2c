namespace Microsoft.CodeAnalysis;

/// <summary>Hides a type from other projects, so that the tests, which see internals, use .NET's own.</summary>
[AttributeUsage(AttributeTargets.All)]
internal sealed class EmbeddedAttribute : Attribute;
