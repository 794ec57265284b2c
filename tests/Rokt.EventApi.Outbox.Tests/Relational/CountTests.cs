using System.Globalization;
using Rokt.EventApi.Outbox.Relational;
using Rokt.EventApi.Outbox.Storage;
using Rokt.EventApi.Outbox.Tests.Stores;

namespace Rokt.EventApi.Outbox.Tests.Relational;

/// <summary>Up to 10,000 rows are counted whenever somebody asks; of more, the last count is returned.</summary>
public sealed class CountTests(PostgresServer postgres, MariaDbServer mariaDb)
{
    private const string Columns = "INSERT INTO rokt_outbox (id, account, payload, version, created, due, updated, failures, state, not_before) ";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("SQLite")]
    [InlineData("PostgreSQL")]
    [InlineData("MariaDB")]
    public async Task Nine_thousand_nine_hundred_and_ninety_nine_rows_are_counted_at_once_and_ten_thousand_now_and_then(string database)
    {
        await using DataSourceStore test = database switch
        {
            "SQLite" => DataSourceStore.OnSqlite(),
            "PostgreSQL" => DataSourceStore.OnPostgres(postgres),
            _ => DataSourceStore.OnMariaDb(mariaDb),
        };
        await test.InitializeAsync();
        IOutboxStore store = test.Open();

        // Beside the lease, the last count is kept.
        Assert.True(await store.Lease.TryReplaceAsync(await store.Lease.ReadAsync(Cancellation), new LeaseRow(Guid.NewGuid(), 1), Cancellation));
        foreach (int state in (int[])[0, 1])
        {
            await AddAsync(RelationalCounts.CountedAtOnce - 1, state);
            Assert.Equal(9_999, await CountAsync(state));

            await AddAsync(1, state);
            Assert.Equal(10_000, await CountAsync(state));

            await AddAsync(2, state);
            Assert.Equal(10_000, await CountAsync(state));

            await store.CountAsync("", Cancellation);
            Assert.Equal(10_002, await CountAsync(state));
        }

        async Task AddAsync(int count, int state)
        {
            string ids = string.Join(',', Enumerable.Range(0, count).Select(_ => string.Create(
                CultureInfo.InvariantCulture, $"('{Guid.NewGuid().ToString().ToUpperInvariant()}', '', {(database == "PostgreSQL" ? "''::bytea" : "''")}, 1, 1, 1, 1, 0, {state}, 0)")));
            await test.ExecuteAsync($"{Columns}VALUES {ids}");
        }

        async Task<long> CountAsync(int state)
        {
            Depth depth = await store.ReadDepthAsync(Cancellation);
            return state == 0 ? depth.Pending : depth.DeadLettered;
        }
    }
}
