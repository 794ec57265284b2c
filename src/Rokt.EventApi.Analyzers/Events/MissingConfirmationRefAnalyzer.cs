using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using Rokt.EventApi.Analyzers.Rules;

namespace Rokt.EventApi.Analyzers.Events;

/// <summary>ROKT003: finds events that are built without a confirmation reference.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class MissingConfirmationRefAnalyzer : DiagnosticAnalyzer
{
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = ImmutableArray.Create(Descriptors.MissingConfirmationRef);

    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationStartAction(start =>
        {
            if (SdkTypes.Find(start.Compilation, "ConversionEventBuilder") is { } builder)
            {
                start.RegisterOperationAction(call => Analyze(call, builder), OperationKind.Invocation);
            }
        });
    }

    private static void Analyze(OperationAnalysisContext context, INamedTypeSymbol builder)
    {
        var call = (IInvocationOperation)context.Operation;
        if (call.TargetMethod.Name == "Build"
            && SymbolEqualityComparer.Default.Equals(call.TargetMethod.ContainingType, builder)
            && new BuilderCalls(builder, context.CancellationToken).LeaveOutConfirmationRef(call.Instance))
        {
            SyntaxNode syntax = call.Syntax is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access } ? access.Name : call.Syntax;
            context.ReportDiagnostic(Diagnostic.Create(Descriptors.MissingConfirmationRef, syntax.GetLocation()));
        }
    }
}
