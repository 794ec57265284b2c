using Microsoft.CodeAnalysis;

namespace System.Runtime.CompilerServices;

/// <summary>Passes the text of another argument.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
[Embedded]
internal sealed class CallerArgumentExpressionAttribute(string parameterName) : Attribute
{
    public string ParameterName { get; } = parameterName;
}
