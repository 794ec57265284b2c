using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using Rokt.EventApi.Analyzers.Rules;

namespace Rokt.EventApi.Analyzers.Credentials;

/// <summary>ROKT004: finds credentials that are written in the source code.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class CredentialInSourceAnalyzer : DiagnosticAnalyzer
{
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = ImmutableArray.Create(Descriptors.CredentialInSource);

    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationStartAction(start =>
        {
            if (SdkTypes.Find(start.Compilation, "EventApiOptions") is { } options)
            {
                start.RegisterOperationAction(assignment => Analyze(assignment, options), OperationKind.SimpleAssignment, OperationKind.CoalesceAssignment);
            }
        });
    }

    private static void Analyze(OperationAnalysisContext context, INamedTypeSymbol options)
    {
        var assignment = (IAssignmentOperation)context.Operation;
        if (assignment.Target is IPropertyReferenceOperation { Property: { Name: "ApiKey" or "ApiSecret" } property }
            && SymbolEqualityComparer.Default.Equals(property.ContainingType, options)
            && Literal.In(assignment.Value, context.CancellationToken) is { } literal)
        {
            context.ReportDiagnostic(Diagnostic.Create(Descriptors.CredentialInSource, literal.Syntax.GetLocation(), property.Name));
        }
    }
}
