using System.Data.Common;
using System.Text;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Rokt.EventApi.Outbox.Measurements;

/// <summary>Fills a store with many conversions at once, behind the product's back, and empties it.</summary>
internal static class Backlogs
{
    public static void Fill(string store, int count)
    {
        string body = Encoding.UTF8.GetString(JsonOf(EnqueueMeasurement.Conversion("REFERENCE"))).Replace("'", "''", StringComparison.Ordinal);
        long now = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        Execute(store, IsPostgres(store)
            ? $"""
                INSERT INTO rokt_outbox (id, account, payload, version, created, due, updated, failures, state)
                SELECT gen_random_uuid(), '', convert_to(replace('{body}', 'REFERENCE', 'order-' || number), 'UTF8'), 1, {now}, {now - count} + number, {now}, 0, 0
                FROM generate_series(1, {count}) AS number;
                ANALYZE rokt_outbox;
                """
            : $"""
                WITH RECURSIVE numbers(number) AS (SELECT 1 UNION ALL SELECT number + 1 FROM numbers WHERE number < {count})
                INSERT INTO rokt_outbox (id, account, payload, version, created, due, updated, failures, state)
                SELECT printf('00000000-0000-4000-8000-%012X', number), '', CAST(replace('{body}', 'REFERENCE', 'order-' || number) AS BLOB), 1, {now}, {now - count} + number, {now}, 0, 0 FROM numbers
                """);
    }

    public static void Empty(string store) => Execute(store, IsPostgres(store) ? "TRUNCATE rokt_outbox" : "DELETE FROM rokt_outbox");

    public static void DeleteFirst(string store, int count) =>
        Execute(store, $"DELETE FROM rokt_outbox WHERE id IN (SELECT id FROM rokt_outbox ORDER BY due, id LIMIT {count})");

    public static DbConnection Open(string store)
    {
        DbConnection connection = IsPostgres(store) ? new NpgsqlConnection(store) : new SqliteConnection($"Data Source={store};Pooling=False");
        connection.Open();
        return connection;
    }

    private static bool IsPostgres(string store) => store.Contains("Host=", StringComparison.OrdinalIgnoreCase);

    private static byte[] JsonOf(ConversionEvent conversion)
    {
        using var client = new EventApiClient(new EventApiOptions { ApiKey = "key", ApiSecret = "secret", Pod = Pod.US1, Environment = EventEnvironment.Development });
        return client.Prepare(conversion)!.Body.ToArray();
    }

    private static void Execute(string store, string sql)
    {
        using DbConnection connection = Open(store);
        using DbCommand command = connection.CreateCommand();
        command.CommandTimeout = 0;
#pragma warning disable CA2100 // This program's own text.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }
}
