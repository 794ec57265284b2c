using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Rokt.EventApi.Analyzers.CodeFixes.Results;

/// <summary>Fixes ROKT001: calls <c>EnsureAccepted()</c> on the result of a send, or on each of several.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(EnsureAcceptedFix))]
[Shared]
internal sealed class EnsureAcceptedFix : CodeFixProvider
{
    private const string Title = "Call EnsureAccepted()";

    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create("ROKT001");

    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        if (await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false) is { } root
            && await context.Document.GetSemanticModelAsync(context.CancellationToken).ConfigureAwait(false) is { } model
            && Outermost(root.FindNode(context.Span, getInnermostNodeForTie: true)) is { } ignored
            && Checked.Create(ignored, model, context.CancellationToken) is { } change)
        {
            context.RegisterCodeFix(
                CodeAction.Create(Title, _ => Task.FromResult(context.Document.WithSyntaxRoot(root.ReplaceNode(change.Old, change.New))), Title),
                context.Diagnostics);
        }
    }

    // The expression whose value is ignored.
    private static ExpressionSyntax? Outermost(SyntaxNode send)
    {
        SyntaxNode node = send;
        while (node.Parent is ArgumentSyntax or ArgumentListSyntax or ExpressionSyntax and not AnonymousFunctionExpressionSyntax)
        {
            node = node.Parent;
        }

        return node is ExpressionSyntax { Parent: ExpressionStatementSyntax or ArrowExpressionClauseSyntax or LambdaExpressionSyntax } expression ? expression : null;
    }
}
