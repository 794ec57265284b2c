using System.Data.Common;
using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Rokt.EventApi.Outbox.EntityFrameworkCore.Store;

/// <summary>Does some work on a context of its own.</summary>
internal static class ContextSession
{
    /// <exception cref="OutboxException">The database could not be used.</exception>
    public static async Task<T> UseAsync<TContext, T>(IServiceScopeFactory scopes, Func<TContext, Task<T>> work)
        where TContext : DbContext
    {
        AsyncServiceScope scope = scopes.CreateAsyncScope();
        await using ConfiguredAsyncDisposable disposing = scope.ConfigureAwait(false);
        try
        {
            return await work(scope.ServiceProvider.GetRequiredService<TContext>()).ConfigureAwait(false);
        }
        catch (Exception exception) when (IsOfTheDatabase(exception))
        {
            throw new OutboxException(
                "The outbox's database cannot be used: see the inner exception. If the table rokt_outbox is missing, call AddRoktOutbox in OnModelCreating and add a migration.",
                exception);
        }
    }

    // EF Core puts what is transient into an InvalidOperationException, and what a save met into a DbUpdateException, or both.
    private static bool IsOfTheDatabase(Exception? exception) =>
        exception is DbException or DbUpdateException or RetryLimitExceededException or TimeoutException or IOException
        || (exception?.InnerException is { } inner && IsOfTheDatabase(inner));
}
