using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Rokt.EventApi.Analyzers.Clients;

/// <summary>Recognizes code that runs again and again: the body of a loop, and a function that runs for each element or request.</summary>
internal static class Repetition
{
    public static bool Is(IOperation operation) => operation is ILoopOperation || (operation is IAnonymousFunctionOperation function && IsForEach(Recipient(function)));

    /// <summary>Returns the call that gets a function as an argument.</summary>
    public static IInvocationOperation? Recipient(IAnonymousFunctionOperation function)
    {
        IOperation? outer = function.Parent;
        while (outer is IConversionOperation or IDelegateCreationOperation or IArgumentOperation or IParenthesizedOperation)
        {
            outer = outer.Parent;
        }

        return outer as IInvocationOperation;
    }

    private static bool IsForEach(IInvocationOperation? recipient) =>
        recipient?.TargetMethod is { } method
        && (method.ContainingType.ToDisplayString() == "System.Threading.Tasks.Parallel"
            || (method.ContainingNamespace.ToDisplayString() is var space
                && (space == "System.Linq" || space.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal))));
}
