using System.Data.Common;
using Rokt.EventApi.Outbox.FaultTests;

namespace Rokt.EventApi.Outbox.Measurements;

/// <summary>Fills a store with many conversions at once, behind the product's back, and empties it.</summary>
internal static class Backlogs
{
    private const string Columns = "INSERT INTO rokt_outbox (id, account, payload, version, created, due, updated, failures, state, not_before, confirmation_ref, customer_hash) SELECT ";

    public static void Fill(FaultStore store, int count, DateTimeOffset? notBefore = null)
    {
        long now = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        long last = notBefore?.ToUnixTimeMilliseconds() ?? now;
        string times = $"1, {now}, {last - count} + number, {now}, 0, {(notBefore is null ? 0 : 2)}, {(notBefore is null ? 0 : last)}";
        Execute(store, store.Kind switch
        {
            StoreKind.EfPostgres or StoreKind.Postgres =>
                $"{Columns} gen_random_uuid(), '', convert_to(replace(@body, 'REFERENCE', 'order-' || number), 'UTF8'), {times}, 'order-' || number, md5(number::text) FROM generate_series(1, {count}) AS number; ANALYZE rokt_outbox",
            StoreKind.MariaDb =>
                $"{Columns} concat('00000000-0000-4000-8000-', lpad(hex(number), 12, '0')), '', replace(@body, 'REFERENCE', concat('order-', number)), {times}, concat('order-', number), md5(number) FROM (SELECT seq AS number FROM seq_1_to_{count}) AS numbers",
            _ =>
                $"{Columns} printf('00000000-0000-4000-8000-%012X', number), '', CAST(replace(@body, 'REFERENCE', 'order-' || number) AS BLOB), {times}, 'order-' || number, printf('%032x', number) FROM (WITH RECURSIVE numbers(number) AS (SELECT 1 UNION ALL SELECT number + 1 FROM numbers WHERE number < {count}) SELECT number FROM numbers)",
        });
    }

    public static void Empty(FaultStore store) =>
        Execute(store, store.Kind is StoreKind.File or StoreKind.EfSqlite ? "DELETE FROM rokt_outbox" : "TRUNCATE TABLE rokt_outbox");

    /// <summary>Does something else behind the product's back.</summary>
    public static void Change(FaultStore store, string sql) => Execute(store, sql);

    private static void Execute(FaultStore store, string sql)
    {
        using DbConnection connection = store.Open();
        using DbCommand command = connection.CreateCommand();
        command.CommandTimeout = 0;
#pragma warning disable CA2100 // This program's own text.
        command.CommandText = sql;
#pragma warning restore CA2100
        if (sql.Contains("@body", StringComparison.Ordinal))
        {
            DbParameter parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = ("@body", Body());
            command.Parameters.Add(parameter);
        }

        command.ExecuteNonQuery();
    }

    private static string Body()
    {
        using var client = new EventApiClient(new EventApiOptions { ApiKey = "key", ApiSecret = "secret", Pod = Pod.US1, Environment = EventEnvironment.Development });
        return System.Text.Encoding.UTF8.GetString(client.Prepare(EnqueueMeasurement.Conversion("REFERENCE"))!.Body.Span);
    }
}
