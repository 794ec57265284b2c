using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Rokt.EventApi.Analyzers.Credentials;

/// <summary>Finds the text that an expression has from the source code.</summary>
internal static class Literal
{
    /// <summary>Returns the part of an expression that the source code gives its value; null when it comes from elsewhere.</summary>
    public static IOperation? In(IOperation? value, CancellationToken cancellationToken) => value switch
    {
        { ConstantValue: { HasValue: true } constant } => constant.Value is string text && IsCredential(text) ? value : null,
        IConversionOperation conversion => In(conversion.Operand, cancellationToken),
        IParenthesizedOperation parenthesized => In(parenthesized.Operand, cancellationToken),
        ICoalesceOperation coalesce => In(coalesce.Value, cancellationToken) ?? In(coalesce.WhenNull, cancellationToken),
        IConditionalOperation conditional => In(conditional.WhenTrue, cancellationToken) ?? In(conditional.WhenFalse, cancellationToken),
        ISwitchExpressionOperation choice => choice.Arms.Select(arm => In(arm.Value, cancellationToken)).FirstOrDefault(literal => literal is not null),
        IFieldReferenceOperation { Field.IsReadOnly: true } field => IsInitialized(field.Field, cancellationToken) ? value : null,
        ILocalReferenceOperation local => IsInitialized(local.Local, cancellationToken) && !IsAssigned(local) ? value : null,
        _ => null,
    };

    // Nothing is no secret, and those of the local sandbox are public.
    private static bool IsCredential(string text) => text.Trim() is not ("" or "sandbox-key" or "sandbox-secret");

    private static bool IsInitialized(ISymbol symbol, CancellationToken cancellationToken) =>
        symbol.DeclaringSyntaxReferences is [var reference]
        && reference.GetSyntax(cancellationToken) is VariableDeclaratorSyntax { Initializer.Value: LiteralExpressionSyntax literal }
        && literal.IsKind(SyntaxKind.StringLiteralExpression)
        && IsCredential(literal.Token.ValueText);

    private static bool IsAssigned(ILocalReferenceOperation local)
    {
        IOperation root = local;
        while (root.Parent is { } parent)
        {
            root = parent;
        }

        return root.Descendants().OfType<ILocalReferenceOperation>()
            .Any(reference => SymbolEqualityComparer.Default.Equals(reference.Local, local.Local) && IsTarget(reference));
    }

    // Of an assignment, one of a deconstruction's, or of a method that gets it by reference.
    private static bool IsTarget(IOperation reference)
    {
        IOperation target = reference;
        while (target.Parent is ITupleOperation)
        {
            target = target.Parent;
        }

        return target.Parent switch
        {
            IAssignmentOperation assignment => assignment.Target == target,
            IArgumentOperation { Parameter.RefKind: RefKind.Ref or RefKind.Out } => true,
            _ => false,
        };
    }
}
