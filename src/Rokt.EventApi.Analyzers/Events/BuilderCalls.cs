using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Rokt.EventApi.Analyzers.Rules;

namespace Rokt.EventApi.Analyzers.Events;

/// <summary>Follows what is called on a builder, as far as the method shows it.</summary>
internal sealed class BuilderCalls(INamedTypeSymbol builder, CancellationToken cancellationToken)
{
    private const string Field = "confirmationRef";

    // Code that is being typed may initialize a variable with itself.
    private readonly HashSet<ISymbol> _visited = new(SymbolEqualityComparer.Default);

    /// <summary>Returns whether a builder certainly has no confirmation reference: it was created here, and everything that is called on it is known.</summary>
    public bool LeaveOutConfirmationRef(IOperation? calls) => calls switch
    {
        IInvocationOperation { TargetMethod: { IsStatic: true, Name: "CreateBuilder" } create } => SdkTypes.Declare(create),
        IInvocationOperation call => LeavesOut(call) && LeaveOutConfirmationRef(Receiver(call)),
        ILocalReferenceOperation local when _visited.Add(local.Local) => LeaveOutConfirmationRef(Initial(local)) && References(local).All(LeavesOut),
        _ => false,
    };

    private bool LeavesOut(ILocalReferenceOperation reference)
    {
        if (reference.Parent is ISimpleAssignmentOperation assignment && assignment.Target == reference)
        {
            return IsOf(assignment.Value, reference.Local);
        }

        IOperation current = reference;
        while (Call(current) is { } call)
        {
            if (!LeavesOut(call))
            {
                return false;
            }

            current = call;
        }

        return current.Parent switch
        {
            ISimpleAssignmentOperation { Target: ILocalReferenceOperation target } => SymbolEqualityComparer.Default.Equals(target.Local, reference.Local),
            _ => current != reference,
        } && (current.Parent is IExpressionStatementOperation or ISimpleAssignmentOperation || !IsBuilder(current.Type));
    }

    // Of a method that is not the SDK's, nobody knows here what it sets.
    private static bool LeavesOut(IInvocationOperation call) =>
        SdkTypes.Declare(call.TargetMethod)
        && call.TargetMethod.Name != "WithConfirmationRef"
        && !call.Arguments.Any(argument => argument.Value.ConstantValue is { HasValue: true, Value: string text } && text.Equals(Field, StringComparison.OrdinalIgnoreCase));

    private bool IsBuilder(ITypeSymbol? type) => SymbolEqualityComparer.Default.Equals(type, builder);

    // The next call on a builder.
    private IInvocationOperation? Call(IOperation current)
    {
        IOperation? parent = current.Parent is IArgumentOperation argument ? argument.Parent : current.Parent;
        return parent is IInvocationOperation call && Receiver(call) == current && (IsBuilder(call.Type) || call.TargetMethod.Name == "Build") ? call : null;
    }

    private static IOperation? Receiver(IInvocationOperation call) =>
        call.Instance ?? (call.TargetMethod.IsExtensionMethod ? call.Arguments[0].Value : null);

    private IOperation? Initial(ILocalReferenceOperation local) =>
        local.Local.DeclaringSyntaxReferences is [var declaration]
        && local.SemanticModel!.GetOperation(declaration.GetSyntax(cancellationToken), cancellationToken) is IVariableDeclaratorOperation { Initializer.Value: { } value }
            ? value
            : null;

    private static IEnumerable<ILocalReferenceOperation> References(ILocalReferenceOperation local)
    {
        IOperation root = local;
        while (root.Parent is { } parent)
        {
            root = parent;
        }

        return root.Descendants().OfType<ILocalReferenceOperation>()
            .Where(reference => SymbolEqualityComparer.Default.Equals(reference.Local, local.Local));
    }

    // Another builder may have the reference.
    private static bool IsOf(IOperation? calls, ILocalSymbol local) => calls switch
    {
        IInvocationOperation call => IsOf(Receiver(call), local),
        ILocalReferenceOperation reference => SymbolEqualityComparer.Default.Equals(reference.Local, local),
        _ => false,
    };
}
