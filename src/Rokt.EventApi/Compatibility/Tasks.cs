using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Rokt.EventApi.Compatibility;

/// <summary>Waiting and cancelling.</summary>
internal static class Tasks
{
    extension(Task)
    {
        public static Task Delay(TimeSpan delay, TimeProvider clock, CancellationToken cancellationToken) => clock.Delay(delay, cancellationToken);
    }

    extension(Task task)
    {
        public ConfiguredTaskAwaitable ConfigureAwait(ConfigureAwaitOptions options)
        {
            System.Diagnostics.Debug.Assert(options == ConfigureAwaitOptions.SuppressThrowing, "There is no other.");
            return SuppressAsync(task).ConfigureAwait(false);
        }
    }

    extension(CancellationTokenSource source)
    {
        /// <summary>Cancels without running the callbacks on the caller's thread.</summary>
        public Task CancelAsync() => Task.Run(source.Cancel);

        /// <summary>Prepares the source for reuse, which is not possible here.</summary>
        [SuppressMessage("Performance", "CA1822", Justification = "As on .NET, where it is the source's.")]
        public bool TryReset() => false;
    }

    extension(CancellationToken cancellationToken)
    {
        public CancellationTokenRegistration UnsafeRegister(Action<object?, CancellationToken> callback, object? state) =>
            cancellationToken.Register(() => callback(state, cancellationToken));

        public CancellationTokenRegistration UnsafeRegister(Action<object?> callback, object? state) => cancellationToken.Register(callback, state);
    }

    private static async Task SuppressAsync(Task task)
    {
        try
        {
            await task.ConfigureAwait(false);
        }
        catch (Exception)
        {
            // Whoever awaits the task itself meets it.
        }
    }
}
