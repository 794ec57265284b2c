using Microsoft.CodeAnalysis;

namespace System.Runtime.CompilerServices;

/// <summary>Marks a setter that is called only by an initializer.</summary>
[Embedded]
internal static class IsExternalInit;
