using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using Rokt.EventApi.Analyzers.Rules;

namespace Rokt.EventApi.Analyzers.Results;

/// <summary>ROKT001: finds sends whose result nobody can look at.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class IgnoredResultAnalyzer : DiagnosticAnalyzer
{
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = ImmutableArray.Create(Descriptors.IgnoredResult);

    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationStartAction(start =>
        {
            if (SdkTypes.Find(start.Compilation, "SendResult") is { } result)
            {
                var sends = new Sends(result);
                start.RegisterOperationAction(statement => Report(statement, sends.In(((IExpressionStatementOperation)statement.Operation).Operation)), OperationKind.ExpressionStatement);
                start.RegisterOperationAction(returned => Report(returned, sends.LostBy((IReturnOperation)returned.Operation)), OperationKind.Return);
            }
        });
    }

    private static void Report(OperationAnalysisContext context, IOperation? send)
    {
        if (send is not null)
        {
            context.ReportDiagnostic(Diagnostic.Create(Descriptors.IgnoredResult, send.Syntax.GetLocation()));
        }
    }
}
