using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;
using Microsoft.CodeAnalysis.Simplification;

namespace Rokt.EventApi.Analyzers.CodeFixes.Results;

/// <summary>What ignores a result, and what looks at it in its place.</summary>
internal sealed record Checked(SyntaxNode Old, SyntaxNode New)
{
    private const string Result = "SendResult";

    /// <summary>Creates the change; null where there is not one right way.</summary>
    public static Checked? Create(ExpressionSyntax ignored, SemanticModel model, CancellationToken cancellationToken)
    {
        ITypeSymbol? type = model.GetTypeInfo(ignored, cancellationToken).Type;
        if (type is INamedTypeSymbol { Name: "Task" or "ValueTask", TypeArguments: [var value] })
        {
            return IsInAsynchronous(ignored) ? Create(ignored, SyntaxFactory.AwaitExpression(ignored.WithoutTrivia()), value, model) : null;
        }

        return Create(ignored, ignored.WithoutTrivia(), type, model);
    }

    private static Checked? Create(ExpressionSyntax ignored, ExpressionSyntax value, ITypeSymbol? type, SemanticModel model) => type switch
    {
        { Name: Result } => new Checked(ignored, EnsureAccepted(value).WithTriviaFrom(ignored)),
        IArrayTypeSymbol or INamedTypeSymbol { TypeArguments: [{ Name: Result }] } when ignored.Parent is ExpressionStatementSyntax statement =>
            new Checked(statement, EnsureEachAccepted(value, model, statement.SpanStart).WithTriviaFrom(statement)),
        _ => null,
    };

    private static InvocationExpressionSyntax EnsureAccepted(ExpressionSyntax value) => SyntaxFactory.InvocationExpression(SyntaxFactory.MemberAccessExpression(
        SyntaxKind.SimpleMemberAccessExpression,
        value is InvocationExpressionSyntax or IdentifierNameSyntax ? value : SyntaxFactory.ParenthesizedExpression(value),
        SyntaxFactory.IdentifierName("EnsureAccepted")));

    private static ForEachStatementSyntax EnsureEachAccepted(ExpressionSyntax values, SemanticModel model, int position)
    {
        string name = "result";
        for (int number = 2; model.LookupSymbols(position, name: name).Length > 0; number++)
        {
            name = "result" + number;
        }

        return SyntaxFactory.ForEachStatement(
            SyntaxFactory.ParseTypeName("global::Rokt.EventApi.SendResult").WithAdditionalAnnotations(Simplifier.Annotation),
            name,
            values,
            SyntaxFactory.Block(SyntaxFactory.ExpressionStatement(EnsureAccepted(SyntaxFactory.IdentifierName(name))))).WithAdditionalAnnotations(Formatter.Annotation);
    }

    private static bool IsInAsynchronous(SyntaxNode node) =>
        node.Ancestors().FirstOrDefault(outer => outer is AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax or BaseMethodDeclarationSyntax or GlobalStatementSyntax) switch
        {
            AnonymousFunctionExpressionSyntax function => function.AsyncKeyword.IsKind(SyntaxKind.AsyncKeyword),
            LocalFunctionStatementSyntax function => function.Modifiers.Any(SyntaxKind.AsyncKeyword),
            BaseMethodDeclarationSyntax method => method.Modifiers.Any(SyntaxKind.AsyncKeyword),
            GlobalStatementSyntax => true,
            _ => false,
        };
}
