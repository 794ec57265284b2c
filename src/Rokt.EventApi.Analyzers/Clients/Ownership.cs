using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Rokt.EventApi.Analyzers.Clients;

/// <summary>Determines who keeps a client that is created.</summary>
internal static class Ownership
{
    /// <summary>Returns the outermost expression that has the client as its value.</summary>
    public static IOperation Value(IOperation creation)
    {
        IOperation value = creation;
        while (value.Parent is IConversionOperation or IParenthesizedOperation or ICoalesceOperation or IConditionalOperation)
        {
            value = value.Parent;
        }

        return value;
    }

    /// <summary>Returns whether the caller of a getter, or the container in each scope, gets a client of its own.</summary>
    public static bool IsReturnedNew(IReturnOperation returned, ISymbol container)
    {
        for (IOperation? outer = returned.Parent; outer is not null; outer = outer.Parent)
        {
            if (outer is ILocalFunctionOperation)
            {
                return false;
            }

            if (outer is IAnonymousFunctionOperation function)
            {
                return Repetition.Recipient(function)?.TargetMethod is { } method
                    && (method.Name.Contains("Transient") || method.Name.Contains("Scoped"))
                    && method.ContainingNamespace.ToDisplayString().StartsWith("Microsoft.Extensions.DependencyInjection", StringComparison.Ordinal);
            }
        }

        return container is IMethodSymbol { MethodKind: MethodKind.PropertyGet };
    }

    /// <summary>Returns whether the client is for one call: nothing can use it after the method, and the method does not send many events with it.</summary>
    public static bool EndsHere(IOperation value) => value.Parent switch
    {
        IUsingOperation => true,
        IInvocationOperation call => call.Instance == value,
        IVariableInitializerOperation { Parent: IVariableDeclaratorOperation declarator } =>
            References(declarator) is var references && (IsUsed(declarator) || references.All(IsReceiver)) && !references.Any(reference => SendsMany(reference, declarator)),
        _ => false,
    };

    private static bool IsUsed(IVariableDeclaratorOperation declarator)
    {
        IOperation? outer = declarator.Parent;
        while (outer is IVariableDeclarationOperation or IVariableDeclarationGroupOperation)
        {
            outer = outer.Parent;
        }

        return outer is IUsingOperation or IUsingDeclarationOperation;
    }

    private static ILocalReferenceOperation[] References(IVariableDeclaratorOperation declarator)
    {
        IOperation root = declarator;
        while (root.Parent is { } parent)
        {
            root = parent;
        }

        return [.. root.Descendants().OfType<ILocalReferenceOperation>().Where(reference => SymbolEqualityComparer.Default.Equals(reference.Local, declarator.Symbol))];
    }

    private static bool IsReceiver(IOperation reference) =>
        Value(reference) is var value && value.Parent is IInvocationOperation call ? call.Instance == value : value.Parent is IConditionalAccessOperation;

    private static bool SendsMany(IOperation reference, IOperation declarator)
    {
        for (IOperation? outer = reference.Parent; outer is not null && !outer.Syntax.Span.Contains(declarator.Syntax.Span); outer = outer.Parent)
        {
            if (outer is IInvocationOperation { TargetMethod.Name: "SendStreamAsync" } || Repetition.Is(outer))
            {
                return true;
            }
        }

        return false;
    }
}
