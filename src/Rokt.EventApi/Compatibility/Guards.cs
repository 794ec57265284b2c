using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Rokt.EventApi.Compatibility;

/// <summary>The checks of arguments that .NET has on its exceptions.</summary>
internal static class Guards
{
    extension(ArgumentNullException)
    {
        public static void ThrowIfNull([NotNull] object? argument, [CallerArgumentExpression(nameof(argument))] string? name = null)
        {
            if (argument is null)
            {
                throw new ArgumentNullException(name);
            }
        }
    }

    extension(ArgumentOutOfRangeException)
    {
        public static void ThrowIfLessThan(int value, int other, [CallerArgumentExpression(nameof(value))] string? name = null)
        {
            if (value < other)
            {
                throw new ArgumentOutOfRangeException(name, value, $"The value is {other} or more.");
            }
        }

        public static void ThrowIfNotEqual(int value, int other, [CallerArgumentExpression(nameof(value))] string? name = null)
        {
            if (value != other)
            {
                throw new ArgumentOutOfRangeException(name, value, $"The value is {other}.");
            }
        }
    }

    extension(ObjectDisposedException)
    {
        public static void ThrowIf([DoesNotReturnIf(true)] bool condition, object instance) => ThrowIf(condition, instance.GetType());

        public static void ThrowIf([DoesNotReturnIf(true)] bool condition, Type type)
        {
            if (condition)
            {
                throw new ObjectDisposedException(type.FullName);
            }
        }
    }
}
