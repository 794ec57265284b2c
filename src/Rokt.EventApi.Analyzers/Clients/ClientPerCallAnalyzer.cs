using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using Rokt.EventApi.Analyzers.Rules;

namespace Rokt.EventApi.Analyzers.Clients;

/// <summary>ROKT002: finds clients that live for one call.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class ClientPerCallAnalyzer : DiagnosticAnalyzer
{
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = ImmutableArray.Create(Descriptors.ClientPerCall);

    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationStartAction(start =>
        {
            if (SdkTypes.Find(start.Compilation, "EventApiClient") is { } client)
            {
                start.RegisterOperationAction(creation => Analyze(creation, client), OperationKind.ObjectCreation);
            }
        });
    }

    private static void Analyze(OperationAnalysisContext context, INamedTypeSymbol client)
    {
        var creation = (IObjectCreationOperation)context.Operation;
        if (SymbolEqualityComparer.Default.Equals(creation.Type, client) && IsPerCall(creation, context))
        {
            context.ReportDiagnostic(Diagnostic.Create(Descriptors.ClientPerCall, creation.Syntax.GetLocation()));
        }
    }

    private static bool IsPerCall(IObjectCreationOperation creation, OperationAnalysisContext context)
    {
        IOperation value = Ownership.Value(creation);
        return value.Parent is IReturnOperation returned
            ? Ownership.IsReturnedNew(returned, context.ContainingSymbol)
            : Ownership.EndsHere(value) && !new RunsOnce(context.Compilation, creation.SemanticModel!, context.CancellationToken).Holds(creation);
    }
}
