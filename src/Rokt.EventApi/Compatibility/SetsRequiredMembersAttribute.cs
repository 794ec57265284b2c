using Microsoft.CodeAnalysis;

namespace System.Diagnostics.CodeAnalysis;

/// <summary>Marks a constructor that sets all required members.</summary>
[AttributeUsage(AttributeTargets.Constructor)]
[Embedded]
internal sealed class SetsRequiredMembersAttribute : Attribute;
