using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Rokt.EventApi.Analyzers.Clients;

/// <summary>Recognizes code that runs once: a program's start, a service's start, and what is called from there alone, outside of loops.</summary>
internal sealed class RunsOnce(Compilation compilation, SemanticModel model, CancellationToken cancellationToken)
{
    private readonly HashSet<ISymbol> _visited = new(SymbolEqualityComparer.Default);

    public bool Holds(IOperation operation)
    {
        for (IOperation? outer = operation.Parent; outer is not null; outer = outer.Parent)
        {
            if (Repetition.Is(outer))
            {
                return false;
            }

            if (outer is ILocalFunctionOperation local)
            {
                return Holds(local.Symbol);
            }
        }

        return model.GetEnclosingSymbol(operation.Syntax.SpanStart, cancellationToken) is { } symbol && Holds(Member(symbol));
    }

    private bool Holds(ISymbol member) => member is IMethodSymbol method && _visited.Add(method) && (IsStart(method) || IsCalledOnce(method));

    private bool IsStart(IMethodSymbol method) =>
        method.MethodKind is MethodKind.Constructor or MethodKind.StaticConstructor
        || SymbolEqualityComparer.Default.Equals(method, compilation.GetEntryPoint(cancellationToken))
        || (method.Name is "ExecuteAsync" && method.OverriddenMethod?.ContainingType.ToDisplayString() == "Microsoft.Extensions.Hosting.BackgroundService")
        || method.ContainingType.AllInterfaces
            .Where(type => type.ToDisplayString() is "Microsoft.Extensions.Hosting.IHostedService" or "Microsoft.Extensions.Hosting.IHostedLifecycleService")
            .SelectMany(type => type.GetMembers())
            .Any(start => SymbolEqualityComparer.Default.Equals(method.ContainingType.FindImplementationForInterfaceMember(start), method));

    // As far as its own file shows; another assembly may call what it sees as often as it likes.
    private bool IsCalledOnce(IMethodSymbol method)
    {
        if (compilation.GetEntryPoint(cancellationToken) is null)
        {
            return false;
        }

        SyntaxNode[] references =
        [
            .. model.SyntaxTree.GetRoot(cancellationToken).DescendantNodes().OfType<SimpleNameSyntax>()
                .Where(name => name.Identifier.ValueText == method.Name
                    && SymbolEqualityComparer.Default.Equals(model.GetSymbolInfo(name, cancellationToken).Symbol?.OriginalDefinition, method.OriginalDefinition)),
        ];
        return references.Length > 0 && references.All(IsCallThatRunsOnce);
    }

    private bool IsCallThatRunsOnce(SyntaxNode reference)
    {
        SyntaxNode called = reference.Parent is MemberAccessExpressionSyntax access && access.Name == reference ? access : reference;
        return called.Parent is InvocationExpressionSyntax call && model.GetOperation(call, cancellationToken) is { } operation && Holds(operation);
    }

    private static ISymbol Member(ISymbol symbol)
    {
        while (symbol is IMethodSymbol { MethodKind: MethodKind.AnonymousFunction or MethodKind.LocalFunction })
        {
            symbol = symbol.ContainingSymbol;
        }

        return symbol;
    }
}
