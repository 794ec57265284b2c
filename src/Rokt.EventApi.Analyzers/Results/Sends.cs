using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Rokt.EventApi.Analyzers.Results;

/// <summary>Finds the send that an expression starts: a call whose task carries a <c>SendResult</c>, or several.</summary>
internal sealed class Sends(INamedTypeSymbol result)
{
    // [a, b], and the arguments of a params span, which Task.WhenAll has since .NET 9: later compilers than the one this is built for know it.
    private const OperationKind CollectionExpression = (OperationKind)0x7F;

    /// <summary>Returns the send whose result is the value of an expression; null for none, and for one that something else can still look at.</summary>
    public IOperation? In(IOperation? expression) => expression switch
    {
        IAwaitOperation awaited => In(awaited.Operation),
        IConversionOperation conversion => In(conversion.Operand),
        IParenthesizedOperation parenthesized => In(parenthesized.Operand),
        IConditionalAccessOperation access => In(access.WhenNotNull),
        ICoalesceOperation coalesce => In(coalesce.Value) ?? In(coalesce.WhenNull),
        IConditionalOperation conditional => In(conditional.WhenTrue) ?? In(conditional.WhenFalse),
        ISwitchExpressionOperation choice => choice.Arms.Select(arm => In(arm.Value)).FirstOrDefault(send => send is not null),
        IObjectCreationOperation { Type.Name: "ValueTask", Arguments: [var argument] } => In(argument.Value),
        IInvocationOperation call when IsOfTask(call.TargetMethod, "ConfigureAwait", "AsTask", "GetAwaiter", "GetResult", "WaitAsync", "Wait") =>
            In(call.Instance ?? call.Arguments[0].Value),
        IInvocationOperation call when IsOfTask(call.TargetMethod, "WhenAll", "WhenAny", "WaitAll", "WaitAny") =>
            call.Arguments.Select(argument => Among(argument.Value) ?? In(argument.Value)).FirstOrDefault(send => send is not null),
        IInvocationOperation call when IsTask(call.Type) => call,
        _ => null,
    };

    /// <summary>Returns the send whose result is lost because it is returned as a task without one.</summary>
    public IOperation? LostBy(IReturnOperation returned) =>
        returned.ReturnedValue is { Type: INamedTypeSymbol { IsGenericType: false, Name: "Task" or "ValueTask" } type } value && IsOfTasks(type) ? In(value) : null;

    // Tasks that were stored before are not lost by waiting for them.
    private IOperation? Among(IOperation tasks) => tasks switch
    {
        IConversionOperation conversion => Among(conversion.Operand),
        IArrayCreationOperation { Initializer: { } initializer } => initializer.ElementValues.Select(In).FirstOrDefault(send => send is not null),
        { Kind: CollectionExpression } collection => collection.ChildOperations.Select(In).FirstOrDefault(send => send is not null),
        IInvocationOperation { Type: { } type } selected when IsTask(Element(type)) => selected.Descendants().FirstOrDefault(Starts),
        _ => null,
    };

    private static ITypeSymbol? Element(ITypeSymbol type) => type switch
    {
        IArrayTypeSymbol array => array.ElementType,
        INamedTypeSymbol { TypeArguments: [var element] } => element,
        _ => null,
    };

    private bool Starts(IOperation operation) => operation switch
    {
        IInvocationOperation call => IsTask(call.Type),
        IMethodReferenceOperation reference => IsTask(reference.Method.ReturnType),
        _ => false,
    };

    private bool IsTask(ITypeSymbol? type) =>
        type is INamedTypeSymbol { Name: "Task" or "ValueTask", TypeArguments: [var value] } task && IsOfTasks(task) && Carries(value);

    private bool Carries(ITypeSymbol value) => value switch
    {
        IArrayTypeSymbol array => IsResult(array.ElementType),
        INamedTypeSymbol { TypeArguments: [var element] } => IsResult(element),
        _ => IsResult(value),
    };

    private bool IsResult(ITypeSymbol type) => SymbolEqualityComparer.Default.Equals(type, result);

    private static bool IsOfTask(IMethodSymbol method, params string[] names) =>
        names.Contains(method.Name) && method.ContainingNamespace.ToDisplayString() is "System.Threading.Tasks" or "System.Runtime.CompilerServices";

    private static bool IsOfTasks(ITypeSymbol type) => type.ContainingNamespace.ToDisplayString() == "System.Threading.Tasks";
}
