using System.Data;
using System.Data.Common;
using Microsoft.Data.Sqlite;
using Rokt.EventApi.Outbox.Relational;
using Rokt.EventApi.Outbox.Storage;

namespace Rokt.EventApi.Outbox.Tests.Stores;

public sealed class SqliteDataSourceStoreTests : StoreContract
{
    // Each that waited for SQLite's lock would block a thread and try again at random: some starved for seconds.
    [Fact]
    public async Task Who_stores_waits_for_its_turn_without_a_connection()
    {
        await using DataSourceStore shop = DataSourceStore.OnSqlite();
        await shop.InitializeAsync();
        await using var source = new ObservedSource(shop.Source);
        using var store = new RelationalOutboxStore("", new DataSourceDatabase(source, createsTables: false), TimeProvider.System);
        Task[] writers;
        await using (DbConnection other = await shop.Source.OpenConnectionAsync(TestContext.Current.CancellationToken))
        {
            await using DbTransaction held = await other.BeginTransactionAsync(IsolationLevel.Serializable, TestContext.Current.CancellationToken);
            using var started = new CountdownEvent(16);
            writers = [.. Enumerable.Range(0, 16).Select(i => Task.Factory.StartNew(
                () =>
                {
                    started.Signal();
                    return store.AddAsync(Rows.New($"{i}", created: i + 1), TestContext.Current.CancellationToken);
                },
                TestContext.Current.CancellationToken,
                TaskCreationOptions.LongRunning,
                TaskScheduler.Default).Unwrap())];
            started.Wait(TestContext.Current.CancellationToken);
            await held.RollbackAsync(TestContext.Current.CancellationToken);
        }

        await Task.WhenAll(writers);

        Assert.Equal(1, source.MostOpen);
        Assert.Equal(16, (await store.ReadAsync(Position.Start, 1000, withAhead: false, 100, TestContext.Current.CancellationToken)).Count);
    }

    protected override TestStore Create() => DataSourceStore.OnSqlite();

    private sealed class ObservedSource(DbDataSource inner) : DbDataSource
    {
        private int _open;
        private int _mostOpen;

        public int MostOpen => _mostOpen;

        public override string ConnectionString => inner.ConnectionString;

        protected override DbConnection CreateDbConnection()
        {
            var connection = new SqliteConnection(inner.ConnectionString);
            connection.StateChange += (_, change) =>
            {
                int open = change.CurrentState == ConnectionState.Open ? Interlocked.Increment(ref _open) : Interlocked.Decrement(ref _open);
                int most;
                while (open > (most = Volatile.Read(ref _mostOpen)) && Interlocked.CompareExchange(ref _mostOpen, open, most) != most)
                {
                }
            };
            return connection;
        }
    }
}
