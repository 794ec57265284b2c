using System.Data.Common;
using Microsoft.Data.Sqlite;
using Rokt.EventApi.Outbox.Relational;
using Rokt.EventApi.Outbox.Tests.Stores;

namespace Rokt.EventApi.Outbox.Tests.Relational;

/// <summary>A cancellation is one, however a provider reports it: SqlClient throws an error of the database.</summary>
public sealed class CancellationTests
{
    [Fact]
    public async Task A_command_that_was_cancelled_is_no_failure_of_the_database()
    {
        var sessions = new RelationalSession("", new FailingDatabase(waits: true));
        using var source = new CancellationTokenSource();

        Task<int> working = sessions.UseAsync(OutboxAccess.Change, (_, _) => Task.FromResult(1), source.Token);
        await source.CancelAsync();

        var exception = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => working);
        Assert.Equal(source.Token, exception.CancellationToken);
        Assert.IsType<SqliteException>(exception.InnerException);
    }

    [Fact]
    public async Task Neither_is_one_in_a_transaction_of_the_application()
    {
        await using DataSourceStore store = DataSourceStore.OnSqlite();
        await store.InitializeAsync();
        var sessions = new RelationalSession("", store.NewDatabase());
        await using DbConnection connection = await store.Source.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await using DbTransaction transaction = await connection.BeginTransactionAsync(TestContext.Current.CancellationToken);
        using var source = new CancellationTokenSource();

        Task<int> working = sessions.UseAsync<int>(transaction, (_, cancellationToken) => FailWhenCancelledAsync(cancellationToken), source.Token);
        await source.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => working);
    }

    [Fact]
    public async Task What_fails_without_one_is_a_failure()
    {
        var sessions = new RelationalSession("", new FailingDatabase(waits: false));

        await Assert.ThrowsAsync<OutboxException>(() => sessions.UseAsync(OutboxAccess.Change, (_, _) => Task.FromResult(1), TestContext.Current.CancellationToken));
    }

    private static async Task<int> FailWhenCancelledAsync(CancellationToken cancellationToken)
    {
        await Task.Delay(Timeout.Infinite, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        throw new SqliteException("Operation cancelled by user.", 1);
    }

    private sealed class FailingDatabase(bool waits) : OutboxDatabase
    {
        public override Type ConnectionType => typeof(SqliteConnection);

        public override string Name => "\"shop\"";

        public override async Task<T> UseAsync<T>(OutboxAccess access, Func<OutboxSession, CancellationToken, Task<T>> work, CancellationToken cancellationToken)
        {
            await (waits ? FailWhenCancelledAsync(cancellationToken) : FailWhenCancelledAsync(new CancellationToken(canceled: true)));
            throw new InvalidOperationException("It fails always.");
        }
    }
}
